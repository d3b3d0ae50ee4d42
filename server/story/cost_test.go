package story

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph/apidoc/reference"
	"baodan/insurance/insurancetest"
)

// small is what fewer points or statements than these count as. A request pays a point of entry, an object one where it lies in memory
// too, and what computes much and reads little is paid for by its time; a query of a person has two statements for their session.
const small = 3

// P8: what a documented query costs is within three times of the statements that it takes, in both directions.
func TestDocumentedQueriesCostWhatTheyTake(t *testing.T) {
	t.Parallel()
	c := settings(t, dialect.SQLite)
	c.Watch = insurancetest.Watched
	f := open(t, c)
	var counted atomic.Pointer[insurancetest.Statements]
	f.before = func(ctx context.Context) context.Context {
		ctx, statements := insurancetest.WithStatements(ctx)
		counted.Store(statements)
		return ctx
	}
	examples, err := reference.Examples()
	require.NoError(t, err)
	answers, browsers, queries, most := map[string]string{}, map[string]*browser{}, 0, 0
	for _, e := range examples {
		text, err := e.Filled(answers)
		require.NoError(t, err)
		var variables map[string]any
		if text != "" {
			require.NoError(t, json.Unmarshal([]byte(text), &variables), e.Name)
		}
		a := f.example(e, variables, browsers)
		require.Empty(t, a.Errors, "%s: %s", e.Name, a.Body)
		statements, points := len(counted.Load().Texts()), a.Extensions.Cost.Requested
		answers[e.Name] = string(a.Body)
		if e.Upload != nil {
			require.Equal(t, http.StatusNoContent, f.put(a.at(e.Operation, "url").(string), e.Upload), e.Name)
		}
		doDue(t, f.App)
		if strings.HasPrefix(strings.TrimSpace(e.Query), "mutation") {
			continue
		}
		queries, most = queries+1, max(most, statements)
		assert.LessOrEqual(t, points, 3*max(statements, small), "%s: %d points for %d statements", e.Name, points, statements)
		assert.LessOrEqual(t, statements, 3*max(points, small), "%s: %d points for %d statements", e.Name, points, statements)
	}
	assert.Greater(t, queries, 40)
	assert.Greater(t, most, 10, "statements are counted")
}
