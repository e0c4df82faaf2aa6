"""Where everything that must survive is kept: tables, migrations, transactions."""

# Whoever knows any table knows all: migrations are compared with the whole.
from cohortbook.store import attention_tables as attention_tables
from cohortbook.store import desk_tables as desk_tables
from cohortbook.store import direction_tables as direction_tables
from cohortbook.store import message_tables as message_tables
from cohortbook.store import own_topic_tables as own_topic_tables
