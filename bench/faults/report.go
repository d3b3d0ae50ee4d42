package main

import (
	"fmt"
	"sort"
	"strings"
)

// report prints what was done and what came of it.
func (l *lab) report() {
	fmt.Println("        faults: " + l.counts.text())
	var lost []string
	for _, name := range sortedNames(l.proxies) {
		p := l.proxies[name]
		lost = append(lost, fmt.Sprintf("%s %d cut, %d answers lost, %d pieces late, %d held", name, p.cuts.Load(), p.swallowed.Load(), p.delayed.Load(), p.held.Load()))
	}
	fmt.Println("        connections: " + strings.Join(lost, "; "))
	var lives []string
	for _, name := range sortedNames(l.children) {
		n := l.children[name].count()
		lives = append(lives, fmt.Sprintf("%s %d starts, %d kills, %d crashes, %d ended alone", name, n.starts, n.kills, n.crashes, n.alone))
	}
	fmt.Println("        children: " + strings.Join(lives, "; "))
	for _, m := range mutations {
		t := l.book.counts[m]
		fmt.Printf("        %-14s %5d requests, %5d attempts: %5d accepted, %4d refused, %4d without an answer; %d sent twice\n",
			m, t.requests, t.attempts, t.accepted, t.refused, t.silent, t.doubled)
	}
	fmt.Println("        " + l.summary)
}

func sortedNames[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
