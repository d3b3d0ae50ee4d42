package privacy

// WrappedKeys are the columns of wrapped keys that are wrapped again.
func WrappedKeys() []string {
	list := make([]string, len(wrappedKeys))
	for i, w := range wrappedKeys {
		list[i] = w.table + "." + w.column
	}
	return list
}
