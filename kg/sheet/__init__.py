"""An empty assessment for people to fill in, with questions in their language."""

from kg.sheet.as_csv import as_csv
from kg.sheet.as_workbook import as_workbook
from kg.sheet.questions import Question, Sheet, make_sheet

__all__ = ["Question", "Sheet", "as_csv", "as_workbook", "make_sheet"]
