# The work is in Scripts/. `make test` and `make check` take what they need from a clean clone.
.PHONY: run test compose-test soak fuzz storm sanitize check clean

# Runs the portal on this machine: http://localhost:8080, or the port in PORTICO_PORT.
run: ; @Scripts/run

# Runs every test: units, real programs with a real PostgreSQL, and journeys in a real browser. `make test ONLY=Router` runs some.
test: ; @Scripts/test $(if $(ONLY),'$(ONLY)')

# Tries the portal in containers, with whatever Docker engine there is: from nothing to a second start.
compose-test: ; @Scripts/compose-test

# Lets everything fail for long: 200 faults under load, and a minute of ten times too many sign-ins. PORTICO_SEED repeats a run.
soak: ; @Scripts/soak $(if $(ONLY),'$(ONLY)')

# Holds the sources to the house's rules: format, warnings, imports, released migrations.
check: ; @Scripts/check

# Gives every parser that meets the outside what libFuzzer invents, PORTICO_FUZZ_SECONDS (20) each.
fuzz: ; @Scripts/fuzz $(ONLY)

# Sends slow and very many clients (slowhttptest) to a running portal, and tells what that cost.
storm: ; @Scripts/storm

# Runs unit and System tests under the thread and the address sanitizer, which looks for leaks too.
sanitize: ; @Scripts/sanitize

# Removes what was built. What the portal knows, in .portico/, stays.
clean: ; @rm -rf .build .build-release .build-fuzz .build-thread .build-address
