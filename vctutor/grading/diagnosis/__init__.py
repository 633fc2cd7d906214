"""Why a wrong answer is wrong: the slips people make, and the mistakes an author expected."""
