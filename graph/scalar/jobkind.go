package scalar

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"baodan/insurance/background"
)

// A kind of job is written in capitals as all enums: bulk.issue is BULK_ISSUE.
var capitals = strings.NewReplacer(".", "_", "-", "_")

// MarshalJobKind writes a kind of job.
func MarshalJobKind(kind string) graphql.Marshaler {
	return text(strings.ToUpper(capitals.Replace(kind)))
}

// UnmarshalJobKind reads a kind of job.
func UnmarshalJobKind(v any) (string, error) {
	for _, kind := range background.Kinds {
		if v == strings.ToUpper(capitals.Replace(kind)) {
			return kind, nil
		}
	}
	return "", invalid(fmt.Sprintf("%v is not a kind of job", v))
}
