# For hands that type make: every target is a command of ./run.
.PHONY: demo test check build docs
demo test check build docs:
	./run $@
