package rig

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"time"
)

// Cost is CPU time by process; that of Machine is of everything that ran here, be it ours or not.
type Cost map[string]time.Duration

// Machine is all processes of this machine together, and what a host of virtual machines took from it.
const Machine = "machine"

// ticks a second, in which Linux counts a process's time on every platform that Go runs on.
const ticks = 100

// Cost reads what each process has used since it started; one that cannot be read, as it runs elsewhere, is left out.
func (r *Rig) Cost() Cost {
	cost := Cost{}
	for name, pid := range r.pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		if used, err := ParseStat(text); err == nil {
			cost[name] = used
		}
	}
	if text, err := os.ReadFile("/proc/stat"); err == nil {
		if busy, err := ParseMachine(text); err == nil {
			cost[Machine] = busy
		}
	}
	return cost
}

// Others is what all but the named processes used; 0 where the machine's own count is missing.
func (c Cost) Others() time.Duration {
	rest := c[Machine]
	for name, used := range c {
		if name != Machine {
			rest -= used
		}
	}
	return max(rest, 0)
}

// Since is what was used after an earlier reading.
func (c Cost) Since(earlier Cost) Cost {
	used := maps.Clone(c)
	for name := range used {
		before, ok := earlier[name]
		if !ok {
			delete(used, name)
			continue
		}
		used[name] -= before
	}
	return used
}

// ParseStat reads user and system time out of /proc/PID/stat. The command's name stands in brackets and may hold
// anything, so fields are counted from the last one.
func ParseStat(text []byte) (time.Duration, error) {
	end := bytes.LastIndexByte(text, ')')
	if end < 0 {
		return 0, fmt.Errorf("stat: no command in %q", text)
	}
	fields := strings.Fields(string(text[end+1:]))
	const user, system = 11, 12 // fields 14 and 15 of proc(5), which counts from 1 and has two before the bracket's end
	if len(fields) <= system {
		return 0, fmt.Errorf("stat: too short: %q", text)
	}
	var sum time.Duration
	for _, field := range fields[user : system+1] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("stat: %w", err)
		}
		sum += time.Duration(n) * (time.Second / ticks)
	}
	return sum, nil
}

// ParseMachine reads out of /proc/stat how long all cores together were not idle.
func ParseMachine(text []byte) (time.Duration, error) {
	first, _, _ := strings.Cut(string(text), "\n")
	fields := strings.Fields(first)
	const idle, waiting, steal = 4, 5, 8 // user, nice, system, idle, iowait, irq, softirq, steal; guests are in user
	if len(fields) <= steal || fields[0] != "cpu" {
		return 0, fmt.Errorf("stat: not of a machine: %q", first)
	}
	var busy time.Duration
	for i, field := range fields[:steal+1] {
		if i == 0 || i == idle || i == waiting {
			continue
		}
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("stat: %w", err)
		}
		busy += time.Duration(n) * (time.Second / ticks)
	}
	return busy, nil
}

// Memory is what a process holds in real memory now, in bytes; 0 where that cannot be read.
func (r *Rig) Memory(process string) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.pids[process]))
	if err != nil {
		return 0
	}
	return ParseResident(text)
}

// ParseResident reads VmRSS out of /proc/PID/status, in bytes; 0 where it is not there.
func ParseResident(text []byte) int64 {
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, "VmRSS:"); found {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			if err != nil {
				return 0
			}
			return n << 10
		}
	}
	return 0
}
