from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vctutor.progress.backups import dates_to_keep

FIRST = date(2026, 1, 1)


def test_a_year_of_daily_work_keeps_seven_days_and_four_weeks() -> None:
    kept: set[date] = set()
    for number in range(365):
        kept = dates_to_keep({*kept, FIRST + timedelta(days=number)})
    today = FIRST + timedelta(days=364)
    newest = sorted(kept, reverse=True)
    assert newest[:7] == [today - timedelta(days=n) for n in range(7)]
    assert len(newest) == 11
    weeks = [day - timedelta(days=day.weekday()) for day in newest[7:]]
    assert weeks == [weeks[0] - timedelta(weeks=n) for n in range(4)]
    assert all(day.weekday() == 6 for day in newest[8:])  # the last day of each week that is over


def test_few_are_all_kept() -> None:
    days = {FIRST, FIRST + timedelta(days=40), FIRST + timedelta(days=400)}
    assert dates_to_keep(days) == days
    assert dates_to_keep([]) == set()


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=60))
def test_the_newest_seven_are_kept_and_never_more_than_eleven(days: set[date]) -> None:
    kept = dates_to_keep(days)
    assert set(sorted(days)[-7:]) <= kept <= days
    assert len(kept) <= 11
    assert dates_to_keep(kept) == kept
