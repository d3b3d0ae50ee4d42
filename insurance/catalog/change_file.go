package catalog

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"baodan/engine/yamlparts"
	"baodan/insurance/fault"
)

// FileOperation is what a change of a product file does.
type FileOperation string

// Operations, as of JSON Patch (RFC 6902).
const (
	AddPart     FileOperation = "ADD"
	ReplacePart FileOperation = "REPLACE"
	RemovePart  FileOperation = "REMOVE"
	MovePart    FileOperation = "MOVE"
)

var operations = map[FileOperation]yamlparts.Operation{
	AddPart: yamlparts.Add, ReplacePart: yamlparts.Replace, RemovePart: yamlparts.Remove, MovePart: yamlparts.Move,
}

// mostChanges of a file are made by one request.
const mostChanges = 100

// FileChange is a change of one part of a product file.
type FileChange struct {
	Operation FileOperation
	At        []string
	Value     *string // JSON; nil for RemovePart alone; for MovePart the place in its list, from 0
}

// ChangeFileInput is a product file with changes to be made.
type ChangeFileInput struct {
	ProductCode *string // nil: a product that has no code yet
	Version     *int    // whose attachments are used; nil: the newest
	File        string  // empty: a new product
	Changes     []FileChange
}

// ChangedFile is a product file after changes.
type ChangedFile struct {
	File    string
	Content *Content // nil: it cannot be told by its parts
}

// fileRules say how product files are written.
var fileRules = yamlparts.Rules{Names: []string{"code", "name"}, Keys: keysOf(reflect.TypeFor[definition](), nil), Short: []string{"name"}}

// keysOf are the keys of product files from top to bottom, each once.
func keysOf(of reflect.Type, keys []string) []string {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice:
		return keysOf(of.Elem(), keys)
	case reflect.Struct:
		var fresh []reflect.Type
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() && !slices.Contains(keys, lower(f.Name)) {
				keys = append(keys, lower(f.Name))
				fresh = append(fresh, f.Type)
			}
		}
		for _, each := range fresh {
			keys = keysOf(each, keys)
		}
	default:
	}
	return keys
}

// ChangeFile changes parts of a product file and stores nothing. What the changes are not about keeps its bytes: comments, order and
// layout. The file that comes of it may have mistakes, which are told apart. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) ChangeFile(ctx context.Context, in ChangeFileInput) (changed *ChangedFile, mistakes, err error) {
	if len(in.File) > longestFile {
		return nil, nil, fault.Newf(fault.CodeInvalidValue, "the file has more than %d bytes", longestFile).At("file")
	}
	if len(in.Changes) > mostChanges {
		return nil, nil, fault.Newf(fault.CodeInvalidValue, "%d changes are the most", mostChanges).At("changes")
	}
	file := in.File
	for i, each := range in.Changes {
		if file, err = each.apply(file, "changes", strconv.Itoa(i)); err != nil {
			return nil, nil, err
		}
	}
	changed = &ChangedFile{File: file}
	content := ContentInput{Version: in.Version, File: &file}
	if in.ProductCode != nil {
		content.ProductCode = *in.ProductCode
	} else if content.ProductCode, err = codeOf([]byte(file)); err != nil {
		mistakes, err = asMistakes(err)
		return changed, mistakes, err
	}
	changed.Content, err = s.ContentOf(ctx, content)
	mistakes, err = asMistakes(err)
	return changed, mistakes, err
}

// asMistakes tells faults of a file apart from errors.
func asMistakes(err error) (mistakes, other error) {
	if fault.All(err) != nil {
		return err, nil
	}
	return nil, err
}

func (c FileChange) apply(file string, at ...string) (string, error) {
	operation, known := operations[c.Operation]
	if !known {
		return "", fault.New(fault.CodeInvalidValue, "there is no such operation", append(at, "operation")...)
	}
	if (c.Value == nil) != (c.Operation == RemovePart) {
		return "", fault.New(fault.CodeInvalidValue, "a value is needed, except to remove a part", append(at, "value")...)
	}
	one := yamlparts.Change{Operation: operation, Path: c.At}
	if c.Value != nil {
		one.Value = *c.Value
	}
	fresh, err := fileRules.Apply(file, []yamlparts.Change{one})
	switch {
	case errors.Is(err, yamlparts.ErrPath):
		return "", fault.New(fault.CodeInvalidValue, "the file has no such part", append(at, "at")...)
	case errors.Is(err, yamlparts.ErrValue):
		return "", fault.New(fault.CodeInvalidValue, "the part cannot be that", append(at, "value")...)
	case errors.Is(err, yamlparts.ErrText):
		return "", fault.New(fault.CodeInvalidValue, "the file cannot be changed by its parts: it is no YAML, or has anchors, aliases or tags", "file")
	}
	return fresh, err
}
