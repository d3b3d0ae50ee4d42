package graph

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph/model"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

type callerKey struct{}

// calling holds who sends a request, who is somebody else once they have logged in.
type calling struct{ caller *access.Caller }

// WithCaller says who sent a request; the server calls it once.
func WithCaller(ctx context.Context, c *access.Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, &calling{c})
}

// loggedIn says who sends the request from now on: its one mutation let them in, and what it answers is theirs to read.
func loggedIn(ctx context.Context, c *access.Caller) {
	if now, ok := ctx.Value(callerKey{}).(*calling); ok {
		now.caller = c
	}
}

// caller is who sent the request; from the resolver on it is an argument.
func caller(ctx context.Context) *access.Caller {
	now, ok := ctx.Value(callerKey{}).(*calling)
	if !ok {
		return &access.Caller{Audience: access.Public}
	}
	return now.caller
}

// channelOnly is the caller of a field that only channels may call.
func channelOnly(ctx context.Context) (*access.Caller, error) {
	c := caller(ctx)
	if c.Audience != access.Channel || c.Channel == nil {
		return nil, fault.New(fault.CodeForbidden, "for channels")
	}
	return c, nil
}

// guard checks audience and roles of a root field once more, whatever the view let through.
func guard(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	field := graphql.GetRootFieldContext(ctx).Field.Field
	c := caller(ctx)
	err := mayCall(c, field.Definition)
	if c.Audience == access.Ops && err == nil {
		err = mayBegin(c, field.Definition)
	}
	if err != nil {
		graphql.AddError(graphql.WithPathContext(ctx, graphql.NewPathWithField(graphql.GetRootFieldContext(ctx).Field.Alias)), err)
		return graphql.Null
	}
	return next(ctx)
}

func mayCall(c *access.Caller, field *ast.FieldDefinition) error {
	if field == nil || len(field.Name) > 1 && field.Name[:2] == "__" {
		return nil
	}
	d := field.Directives.ForName("access")
	if d == nil {
		return fault.New(fault.CodeForbidden, field.Name)
	}
	if !lists(d, "to", string(c.Audience)) {
		return fault.New(fault.CodeForbidden, field.Name)
	}
	if c.Audience != access.Ops || d.Arguments.ForName("roles") == nil {
		return nil
	}
	if slices.ContainsFunc(c.Roles, func(r access.Role) bool { return lists(d, "roles", string(r)) }) {
		return nil
	}
	return fault.New(fault.CodeForbidden, field.Name)
}

// Root fields that a person may call who must set something up first, or has no role yet.
var (
	duringSetup = []string{"viewer", "installation", "login", "changePassword", "enrolSecondFactor", "confirmSecondFactor", "logout", "endSession"}
	withoutRole = append([]string{"sessions", "setPreference"}, duringSetup...)
)

// mayBegin checks whether a person may call anything but what concerns themselves: they have set up what they must, and somebody
// else approved at least one role.
func mayBegin(c *access.Caller, field *ast.FieldDefinition) error {
	switch {
	case field == nil || strings.HasPrefix(field.Name, "__"):
	case len(c.PendingSetup) > 0 && !slices.Contains(duringSetup, field.Name):
		return fault.New(fault.CodeSetupRequired, string(c.PendingSetup[0]))
	case len(c.Roles) == 0 && !slices.Contains(withoutRole, field.Name):
		return fault.New(fault.CodeForbidden, "no role was approved yet")
	}
	return nil
}

// mayAsk checks an operation of a person before any of it is done: what they must have set up, and whether they may do what a
// mutation does. What their roles do not let them read is null in the answer: see permitted.
func mayAsk(c *access.Caller, op *ast.OperationDefinition) error {
	for _, field := range rootFields(op.SelectionSet) {
		err := mayBegin(c, field.Definition)
		if err == nil && op.Operation == ast.Mutation {
			err = mayCall(c, field.Definition)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// permitted computes a field, or answers null with an error at its path where none of the caller's roles may see it. A view is one
// for all of ops, so that the same document serves every role; such fields are nullable, which a test holds.
func permitted(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx).Field.Definition
	if field.Directives.ForName("access") != nil {
		if err := mayCall(caller(ctx), field); err != nil {
			return nil, err
		}
	}
	return next(ctx)
}

// allows are the coordinates of what a person's roles let them call or see of what not everybody may.
func allows(c *access.Caller) (list []string) {
	schema := fullSchema()
	for name, d := range schema.Types {
		for _, f := range d.Fields {
			a := f.Directives.ForName("access")
			if a != nil && lists(a, "to", string(access.Ops)) && (a.Arguments.ForName("roles") != nil || d == schema.Mutation) && mayCall(c, f) == nil {
				list = append(list, name+"."+f.Name)
			}
		}
	}
	slices.Sort(list)
	return list
}

// rolePermissions are what each role allows by itself.
var rolePermissions = sync.OnceValue(func() (list []*model.RolePermissions) {
	for _, role := range access.Roles {
		list = append(list, &model.RolePermissions{Role: role, Allows: allows(&access.Caller{Audience: access.Ops, Roles: []access.Role{role}})})
	}
	return list
})

// rootFields of an operation, through fragments.
func rootFields(set ast.SelectionSet) (list []*ast.Field) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			list = append(list, selection)
		case *ast.InlineFragment:
			list = append(list, rootFields(selection.SelectionSet)...)
		case *ast.FragmentSpread:
			list = append(list, rootFields(selection.Definition.SelectionSet)...)
		}
	}
	return list
}

func lists(d *ast.Directive, argument, value string) bool {
	a := d.Arguments.ForName(argument)
	return a != nil && slices.ContainsFunc(a.Value.Children, func(c *ast.ChildValue) bool { return c.Value.Raw == value })
}
