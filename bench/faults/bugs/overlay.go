package bugs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Overlay writes copies of the files that a bug is in, with it, into a folder, and what go build -overlay reads to take
// them instead. Source is the root of the module.
func Overlay(source, bug, folder string) (file string, err error) {
	edits := Edits[bug]
	if len(edits) == 0 {
		return "", fmt.Errorf("there is no bug %s", bug)
	}
	if file, err = Plant(source, edits, folder); err != nil {
		return "", fmt.Errorf("bug %s: %w", bug, err)
	}
	return file, nil
}

// Plant is Overlay for edits of one's own.
func Plant(source string, edits []Edit, folder string) (file string, err error) {
	texts, err := apply(source, edits)
	if err != nil {
		return "", err
	}
	var instead struct{ Replace map[string]string }
	instead.Replace = map[string]string{}
	for name, text := range texts {
		edited := filepath.Join(folder, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(edited, []byte(text), 0o600); err != nil {
			return "", err
		}
		instead.Replace[filepath.Join(source, name)] = edited
	}
	text, err := json.Marshal(instead)
	if err != nil {
		return "", err
	}
	file = filepath.Join(folder, "overlay.json")
	return file, os.WriteFile(file, text, 0o600)
}

// apply makes the edits in the files of a folder and answers the texts that come out, by the names of the files.
func apply(source string, edits []Edit) (map[string]string, error) {
	texts := map[string]string{}
	for _, e := range edits {
		if _, read := texts[e.File]; !read {
			text, err := os.ReadFile(filepath.Join(source, e.File))
			if err != nil {
				return nil, err
			}
			texts[e.File] = string(text)
		}
		if n := strings.Count(texts[e.File], e.Find); n != 1 {
			return nil, fmt.Errorf("%s has %d times, instead of once: %q", e.File, n, e.Find)
		}
		texts[e.File] = strings.Replace(texts[e.File], e.Find, e.Replace, 1)
	}
	return texts, nil
}
