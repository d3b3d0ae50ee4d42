package story

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
)

// F3: a policy that was answered is on disk. The real binary is killed while channels issue; after its restart every
// acknowledged order is there with the number that was answered, and the others can be sent again, once each.
func TestF3KilledServerKeepsWhatItAnswered(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "baodan")
	build := exec.Command("go", "build", "-o", binary, "baodan")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			environment := append(os.Environ(), "DATA_DIR="+t.TempDir(), "METRICS_ADDR=off", "MYSQL_DSN=", "REDIS_ADDR=", "LOG_LEVEL=error")
			if kind == dialect.MySQL {
				environment = append(environment, "MYSQL_DSN="+insurancetest.MySQL(t), "REDIS_ADDR="+os.Getenv("REDIS_ADDR"))
			}
			answered := map[string]any{}
			for life := range 3 {
				process, door := start(t, binary, environment)
				for no, number := range answered {
					a := door.ask(mallKey, issueDocument, order(no))
					for a.Code() == "THROTTLED" { // more was answered than the key may ask for at once
						time.Sleep(50 * time.Millisecond)
						a = door.ask(mallKey, issueDocument, order(no))
					}
					assert.Equal(t, number, a.at("issuePolicy", "policy", "number"), "%s: %s", no, a.Body)
					assert.Equal(t, true, a.at("issuePolicy", "replayed"), no)
				}
				issueUntilKilled(t, process, door, life, answered)
			}
			assert.NotEmpty(t, answered)
		})
	}
}

// issueUntilKilled issues from eight callers, kills the process in the middle and notes what was answered.
func issueUntilKilled(t *testing.T, process *exec.Cmd, door *front, life int, answered map[string]any) {
	t.Helper()
	var group sync.WaitGroup
	var mu sync.Mutex
	for caller := range 8 {
		group.Go(func() {
			for i := 0; ; i++ {
				no := fmt.Sprintf("K-%d-%d-%d", life, caller, i)
				a := door.tryOrder(no)
				if a == nil {
					return // it is gone
				}
				mu.Lock()
				answered[no] = a
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Duration(300+100*life) * time.Millisecond)
	require.NoError(t, process.Process.Kill())
	_ = process.Wait()
	group.Wait()
}

// tryOrder issues and answers the policy number, or nil where no answer came.
func (f *door) tryOrder(no string) any {
	body := mustJSON(map[string]any{"query": issueDocument, "variables": order(no)})
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, f.URL+"/graphql", body)
	if err != nil {
		return nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+mallKey)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	a, err := read(response)
	if err != nil {
		return nil
	}
	return a.at("issuePolicy", "policy", "number")
}

// start runs the binary with all roles and waits until it is ready.
func start(t *testing.T, binary string, environment []string) (*exec.Cmd, *front) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	require.NoError(t, l.Close())
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	process := exec.Command(binary)
	process.Env = append(environment, "PORT="+port)
	process.Stderr = os.Stderr
	require.NoError(t, process.Start())
	t.Cleanup(func() { _ = process.Process.Kill() })
	door := newFront(t, "http://"+address, nil)
	require.Eventually(t, func() bool {
		response, err := http.Get(door.URL + "/healthz")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, 30*time.Second, 50*time.Millisecond)
	return process, door
}
