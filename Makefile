# The work is in Scripts/. `make test` and `make check` take what they need from a clean clone.
.PHONY: run test check clean

# Runs the portal on this machine: http://127.0.0.1:8080, or the port in PORTICO_PORT.
run: ; @Scripts/run

# Runs every test: units, real programs with a real PostgreSQL, and journeys in a real browser. `make test ONLY=Router` runs some.
test: ; @Scripts/test $(ONLY)

# Holds the sources to the house's rules: format, warnings, imports, released migrations.
check: ; @Scripts/check

# Removes what was built. What the portal knows, in .portico/, stays.
clean: ; @rm -rf .build .build-release
