"""The rules of the product: answers, discussion, reviews and what happened."""
