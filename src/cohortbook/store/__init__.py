"""Where everything that must survive is kept: tables, migrations, transactions."""
