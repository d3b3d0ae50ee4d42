#!/bin/sh
# A Go client is made of the documented operations of a channel by genqlient, and compiles. check.mjs wrote the operations.
set -eu
cd "$(dirname "$0")/build"
cat > go.mod <<'MOD'
module build

go 1.26

require (
	github.com/Khan/genqlient v0.8.1
	golang.org/x/tools v0.52.0 // the one that genqlient names does not build with this Go
)

tool github.com/Khan/genqlient
MOD
cat > genqlient.yaml <<'YAML'
schema: channel.graphqls
operations: [channel/*.graphql]
generated: client.go
package: build
optional: pointer
bindings:
  DateTime: {type: time.Time}
  Date: {type: string}
  Decimal: {type: string}
  CurrencyCode: {type: string}
  Long: {type: string}
  URL: {type: string}
  JSONObject: {type: encoding/json.RawMessage}
YAML
cp ../../../graph/testdata/views/CHANNEL.sandbox.graphqls channel.graphqls
go mod tidy
go tool genqlient genqlient.yaml
go mod tidy
go vet .
