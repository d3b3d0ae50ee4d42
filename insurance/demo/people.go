package demo

import (
	"context"
	"fmt"

	"baodan/insurance/access"
	"baodan/insurance/people"
)

// displayNames of the sample people, by their logins.
var displayNames = map[string]string{
	"uma": "沈知遥", "ulf": "陆远山", "sam": "江临风", "sue": "苏婉宁", "cleo": "林若溪", "carl": "周景行", "cora": "许清扬", "clio": "叶知夏",
	"serge": "程安然", "fay": "唐语嫣", "fritz": "方志远", "ada": "顾静姝", "sec": "秦望舒", "sly": "贺明哲", "sys": "韩星河",
}

// hire adds the sample people, and lets each in.
func (c *Company) hire(ctx context.Context) error {
	named := make([]people.Sample, len(c.options.People))
	for i, one := range c.options.People {
		one.DisplayName = displayNames[one.Name]
		named[i] = one
	}
	if err := c.People.Seed(ctx, operator, named, c.options.PasswordHash); err != nil {
		return err
	}
	return c.logIn(ctx)
}

// logIn begins a session of each of the sample people.
func (c *Company) logIn(ctx context.Context) error {
	for i, one := range c.options.People {
		key, err := c.People.Login(ctx, &access.Caller{
			Audience: access.Public, Address: fmt.Sprintf("192.0.2.%d", 10+i), Agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0", Language: "zh", RequestID: "demo",
		}, people.LoginInput{Name: one.Name, Password: c.options.Password})
		if err != nil {
			return fmt.Errorf("log %s in: %w", one.Name, err)
		}
		c.staff[one.Name] = key.Caller
	}
	return nil
}
