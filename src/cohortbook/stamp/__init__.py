"""Group workbooks made from workbooks: executed, whole, and never at the cost of an answer."""
