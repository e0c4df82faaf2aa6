"""The facilitator's desk: what a cohort is like today, as data and then in words."""
