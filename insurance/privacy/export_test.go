package privacy

// SealedColumns are the columns of wrapped keys that a rotation of keys reaches.
func (o *Service) SealedColumns() []string {
	list := make([]string, len(o.sealed))
	for i, c := range o.sealed {
		list[i] = c.Table + "." + c.Column
	}
	return list
}
