# make help lists what there is. Two commands matter: make run and make test.
SHELL := /bin/sh
GO ?= go
DEMO_DATA ?= .data/demo
EMBEDDED := env -u MYSQL_DSN -u REDIS_ADDR
LINT_VERSION := v2.15.0
LINT := bin/golangci-lint-$(LINT_VERSION)
SERVERS := $(GO) run ./insurance/insurancetest/servers
# The packages that have tests: of the others go test would say a line each.
TESTED := $(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...

# Runs what follows in console/, with a browser and a binary of this tree.
JOURNEY = $(GO) build -pgo=off -o bin/baodan . && CHROMIUM=$$(sh console/scripts/browser.sh) && export CHROMIUM && cd console &&

# What the console is built from; console/dist/built is as new as the newest of them that was built.
CONSOLE_SOURCES := $(wildcard console/index.html console/package-lock.json console/*.ts console/*.json console/scripts/*) \
	$(shell find console/src console/public -type d -o -type f -not -name '*.test.*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run console demo build profile test journeys journeys-20 screenshots console-audit console-days console-check test-fast fuzz generate page verify contract lint audit docs bench-issue bench-quote bench-mix bench-claims bench-bulk bench-engine bench-hostile bench-lists bench-ledger bench-against faults drill-freeze faults-bugs mutants books histories histories-mistakes clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: console ## build and start everything in one process, on embedded parts unless MYSQL_DSN and REDIS_ADDR are set
	@echo "building; the first time takes some minutes"
	@$(GO) build -o bin/baodan . && exec bin/baodan

console: console/dist/built ## build the pages of the insurer's people into console/dist, where the binary takes them from

console/dist/built: console/node_modules/installed $(CONSOLE_SOURCES)
	cd console && npm run --silent build && touch dist/built

console/node_modules/installed: console/package-lock.json
	@sh console/scripts/node.sh
	cd console && npm ci --ignore-scripts --no-audit --no-fund --silent && touch node_modules/installed

demo: console ## start the demo company (docs/demo.md): made at the first time, in the folder DEMO_DATA (default .data/demo)
	@echo "building; the first time takes some minutes"
	@$(GO) build -o bin/baodan .
	@test -d "$(DEMO_DATA)" || { rm -rf "$(DEMO_DATA).new" && $(EMBEDDED) DATA_DIR="$(DEMO_DATA).new" bin/baodan demo && mv "$(DEMO_DATA).new" "$(DEMO_DATA)"; }
	@DATA_DIR="$(DEMO_DATA)" exec $(EMBEDDED) bin/baodan

build: console ## build bin/baodan for release, optimized by a profile of the load tests
	$(GO) build -trimpath -pgo=server/release.pgo -o bin/baodan .

profile: ## take the profile that make build optimizes by anew (a quiet machine, 3 minutes)
	mkdir -p bin
	$(GO) run ./bench issue -rounds 1 -concurrency 32,128 -cpuprofile bin/issue.prof
	$(GO) run ./bench quote -rounds 1 -concurrency 32 -cpuprofile bin/read.prof
	$(GO) tool pprof -proto bin/issue.prof bin/read-quote.prof bin/read-policy.prof > server/release.pgo

test: console examples/typescript/node_modules ## every test, on SQLite and on a real MySQL/MariaDB and Redis (started or installed if needed)
	$(GO) build ./...
	@packages=$$($(TESTED)) && $(SERVERS) $(GO) test -timeout 15m $$packages
	cd console && npm run --silent test
	@$(MAKE) journeys

journeys: console ## people's work in the console, in Debian's Chromium, on a copy of the demo company (JOURNEYS: which)
	@$(JOURNEY) npx playwright test $(JOURNEYS)

journeys-20: console ## all journeys twenty times in a row; goes on where it stopped
	@$(JOURNEY) node scripts/journeys20.mjs

screenshots: console ## every page and state in both languages, light and dark, wide and narrow, into console/screens (LOOKS: which)
	@$(JOURNEY) npx playwright test --config quality.config.ts screens

console-audit: console ## statements and rows read, weight, Lighthouse, axe, waterfalls and scrolling of the console's pages; fails past the goals
	@$(SERVERS) $(GO) test ./graph -count=1 -v -run TestPagesOfTheConsoleCostBoundedStatements/mysql
	@$(JOURNEY) npx playwright test --config quality.config.ts audit

console-days: console ## a day in the life of each role: its clicks, keys and seconds, a picture a step in console/screens/days; fails past the design
	@$(JOURNEY) npx playwright test --config quality.config.ts days

test-fast: ## the tests that need no server
	@packages=$$($(TESTED)) && $(GO) test -short $$packages

fuzz: ## every fuzz target for FUZZTIME (default 20s) each
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep ^Fuzz); do \
		echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $${FUZZTIME:-20s} $$p || exit 1; done; done

generate: ## write the generated code and docs/api.md again
	$(GO) generate ./ent .
	$(GO) run ./graph/apidoc docs/api.md

page: ## build the query page again
	cd server/web/graphiql && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

verify: ## generated code is up to date, code is clean, the layout holds; the cheapest check first
	$(GO) mod tidy -diff
	$(GO) test -count=1 -run TestTidy .
	@sh .ci/unchanged $(MAKE) generate
	$(GO) vet ./...
	@$(MAKE) contract
	@sh .ci/unchanged $(MAKE) page
	@$(MAKE) console-check
	@$(MAKE) lint

console-check: console/node_modules/installed ## the console's generated files are up to date, its code is clean
	@sh .ci/unchanged sh -c 'cd console && npm run --silent generate'
	cd console && npm run --silent check

contract: schema/tools/node_modules ## tools of clients take the schema: graphql-js, codegen, tsc, eslint, genqlient; what changed stands in schema/CHANGELOG.md
	cd schema/tools && npm run --silent check && ./genqlient.sh

schema/tools/node_modules: schema/tools/package-lock.json
	cd schema/tools && npm ci --ignore-scripts --no-audit --no-fund --silent && touch node_modules

lint: $(LINT) ## golangci-lint
	$(LINT) run ./...

$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv bin/golangci-lint $(LINT)

examples/typescript/node_modules: examples/typescript/package-lock.json
	cd examples/typescript && npm ci --no-audit --no-fund --silent && touch node_modules

bench-issue: ## policies issued a second over HTTP, against sysbench on the same server
	$(GO) run ./bench issue

bench-quote: ## quotes and look-ups a second over HTTP
	$(GO) run ./bench quote

bench-mix: ## the daily mix at 200 issues/s, open loop (DURATION, default 10m)
	$(GO) run ./bench mix -duration $${DURATION:-10m}

bench-claims: ## claims paid a second by a worker, webhooks delivered and their delay, a slow receiver beside
	$(GO) run ./bench claims

bench-bulk: ## rows of a file issued a second by a worker while people quote and issue, then all announced (ROWS, default 2000000)
	$(GO) run ./bench bulk -rows $${ROWS:-2000000}

bench-hostile: ## CPU time and bytes for each point of requests that are made to cost much; fails past the goals
	$(GO) run ./bench/hostile $(HOSTILE)

bench-lists: ## what each list costs among 100,000 policies (LISTS): statements, rows read, processor time; fails past its bounds
	@LISTS=$${LISTS:-100000} $(SERVERS) $(GO) test ./bench/lists ./insurance/enquiry ./insurance/claims ./insurance/webhooks -p 1 -count=1 -v -timeout 60m -run 'TestP4Lists|TestP4TheLogReads'

bench-against: ## a bench of this tree against the same of BASE (default b1ff14f), by turns; resumes where it stopped (ARGS, default issue)
	$(GO) run ./bench/against -base $${BASE:-b1ff14f} $${ARGS:-issue -rounds 1 -concurrency 128}

bench-engine: ## time and allocations of rules, rating and issuing in process
	$(GO) test -run '^$$' -bench . -benchmem ./engine/... ./insurance/... ./graph/... ./server/...

faults: ## kill, pause and cut off everything for 3 minutes, then crash at every named point: what must hold, holds
	$(GO) run ./bench/faults -sweep $(FAULTS)

drill-freeze: ## stop a server and two workers in the middle of a transaction, for a minute each: the others go on
	$(GO) run ./bench/faults -duration 0 -freeze $(FAULTS)

faults-bugs: ## plant six bugs, one by one: the laboratory must find each
	$(GO) run ./bench/faults -duration 0 -bugs $(FAULTS)

mutants: ## make mistakes (SAMPLE, default 100) in the packages that everything stands on: tests must notice 90 % (half an hour; goes on where it was stopped)
	@$(SERVERS) $(GO) run ./bench/mutants -sample $${SAMPLE:-100} $(MUTANTS)

bench-ledger: ## how many bookings a CPU second folds from zero, and what a statement of all of them costs (RATE policies, default 300000)
	RATE=$${RATE:-300000} $(SERVERS) $(GO) test ./bench/books -count=1 -timeout 2h -v -run TestRebuildRate
	MILLION=1 $(GO) test ./insurance/statement -count=1 -v -run TestAMillionLines

books: ## play books of acts through the product, and compare what the ledger made of them with what an independent calculator expects, to the fen
	BOOKS=all $(SERVERS) $(GO) test ./bench/books -count=1 -v -run TestE2Books

histories: ## play random histories (HISTORIES, default 10000, from SEED) on the product and on a model of its rules; goes on where it was stopped
	@MANY=1 HISTORIES=$${HISTORIES:-10000} SEED=$${SEED:-1} $(SERVERS) $(GO) test ./bench/histories -count=1 -timeout 12h -v -run TestManyHistories

histories-mistakes: ## plant mistakes in the rules, one by one: random histories must notice each
	$(GO) run ./bench/histories/mistakes $(MISTAKES)

clean: ## remove what was built and the embedded database
	rm -rf bin .data console/dist/site console/dist/built console/screens console/test-results
