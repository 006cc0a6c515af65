# Short names for the scripts, which do the work.
.PHONY: run test interop conformance bench fuzz docs format lint clean

run test interop conformance bench fuzz docs format:
	@Scripts/$@

lint:
	@Scripts/format --lint

clean:
	rm -rf .build .venv Benchmarks/.build Examples/*/.build Fuzz/.build
