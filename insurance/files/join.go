package files

import (
	"context"
	"fmt"
	"io"
)

// Join keeps contents that a job stored part by part, one after the other, as one, and answers its digest. Memory stays
// flat however large they are.
func (s *Service) Join(ctx context.Context, digests []string) (digest string, err error) {
	return s.Store(ctx, func(w io.Writer) error {
		for _, part := range digests {
			content, err := s.storage.Open(ctx, part)
			if err != nil {
				return fmt.Errorf("join %s: %w", part, err)
			}
			_, err = io.Copy(w, content)
			if closed := content.Close(); err == nil {
				err = closed
			}
			if err != nil {
				return fmt.Errorf("join %s: %w", part, err)
			}
		}
		return nil
	})
}
