"""What a workbook is made of, and whether it is sound."""
