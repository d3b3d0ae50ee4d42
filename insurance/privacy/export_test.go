package privacy

// SealedColumns are the columns of wrapped keys that a rotation of keys reaches.
func (s *Service) SealedColumns() []string {
	list := make([]string, len(s.sealed))
	for i, c := range s.sealed {
		list[i] = c.Table + "." + c.Column
	}
	return list
}
