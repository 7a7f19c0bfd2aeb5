//go:build !linux

package main

import (
	"context"
	"errors"
)

func (b *captureBench) run(context.Context, *progress) ([]captureCost, error) {
	return nil, errors.ErrUnsupported // nobody comes here: there is no private network
}
