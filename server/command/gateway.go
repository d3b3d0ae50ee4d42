package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"baodan/server/payout"
	"baodan/server/payout/fake"
	"baodan/server/web"
)

// gatewayCommand serves the fake payment gateway, so that real processes pay real requests with no money.
type gatewayCommand struct {
	Listen         string        `default:"127.0.0.1:8090" help:"Address to serve on."`
	Journal        string        `help:"File that outlives kill -9; none: it forgets when it stops."`
	CallbackURL    string        `help:"Where payments are told to; none: nothing is told."`
	CallbackSecret string        `help:"whsec_…, which signs what is told."`
	Mix            string        `help:"Weights of modes for accounts that name none: ok=90,decline=2,hang=1."`
	Delay          time.Duration `default:"2s" help:"Of late callbacks."`
	Seed           uint64        `help:"Of the mix."`
}

// Run serves until the context ends. Requests are not verified: nothing here is worth it.
func (c gatewayCommand) Run(ctx *context.Context) error {
	options := fake.Options{Journal: c.Journal, Seed: c.Seed, Delay: c.Delay, CallbackURL: c.CallbackURL}
	var err error
	if options.Mix, err = readMix(c.Mix); err != nil {
		return err
	}
	if c.CallbackSecret != "" {
		if options.CallbackSecret, err = payout.ParseSecret(c.CallbackSecret); err != nil {
			return fmt.Errorf("callback-secret: %w", err)
		}
	}
	gateway, err := fake.New(options)
	if err != nil {
		return err
	}
	defer gateway.Close() //nolint:errcheck // what was answered is in the journal
	fmt.Println("payment gateway that moves no money: http://" + c.Listen)
	return web.Listen(*ctx, web.DefaultTimeouts.Server(c.Listen, gateway))
}

// readMix reads MODE=WEIGHT,MODE=WEIGHT; whether there are such modes the gateway says.
func readMix(text string) (map[fake.Mode]int, error) {
	mix := map[fake.Mode]int{}
	if text == "" {
		return mix, nil
	}
	for _, one := range strings.Split(text, ",") {
		mode, weight, _ := strings.Cut(one, "=")
		n, err := strconv.Atoi(weight)
		if err != nil {
			return nil, fmt.Errorf("mix: %q is not MODE=WEIGHT", one)
		}
		mix[fake.Mode(mode)] = n
	}
	return mix, nil
}
