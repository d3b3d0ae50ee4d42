package graph

import (
	"context"
	"strings"

	"baodan/graph/model"
	"baodan/insurance/people"
)

// actorOf is who a row says did something, as records write it: person:alice, channel:KEY-ID, cli:root, system:NAME; nil for "".
// Colleagues of many rows are looked up together.
func actorOf[P any](ctx context.Context, r *Resolver, row *P, who func(*P) string) (model.Actor, error) {
	kind, name, _ := strings.Cut(who(row), ":")
	switch kind {
	case "":
		return nil, nil // it is not known
	case "person":
		colleague, err := lookUpRow(ctx, row, name, func(ctx context.Context, rows []*P) (map[string]*people.Colleague, error) {
			var names []string
			for _, one := range rows {
				if name, is := strings.CutPrefix(who(one), "person:"); is {
					names = append(names, name)
				}
			}
			return r.People.ColleaguesByName(ctx, names)
		})
		if err != nil || colleague != nil {
			return colleague, err
		}
		return &model.System{Name: who(row)}, nil // nobody has the name any more
	case "channel":
		return &model.ChannelKey{KeyID: name}, nil
	case "cli":
		return &model.CommandLine{User: name}, nil
	case "system":
		return &model.System{Name: name}, nil
	}
	return &model.System{Name: who(row)}, nil
}
