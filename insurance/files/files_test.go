package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/insurancetest"
)

const (
	pdf = "%PDF-1.7 a paper"
	png = "\x89PNG\r\n\x1a\n a picture"
	jpg = "\xff\xd8\xff a photo"
	zip = "PK\x03\x04 an archive"
	csv = "orderNo,planCode\nA,B\n"
)

func announced(purpose file.Purpose, content string) files.UploadInput {
	sum := sha256.Sum256([]byte(content))
	return files.UploadInput{Purpose: purpose, Name: "a file", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
}

// Who may send what: FORBIDDEN for everybody else.
func TestWhoMaySendWhat(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		callers := map[string]*access.Caller{"channel": w.Caller(insurancetest.Mall), "public": {Audience: access.Public}}
		for _, name := range []string{"uma", "sam", "cleo", "serge", "fay", "ada", "sec", "sys"} {
			callers[name] = w.Person(name)
		}
		for purpose, c := range map[file.Purpose]struct {
			content string
			may     []string
		}{
			file.PurposeClaimEvidence:  {pdf, []string{"channel", "cleo", "serge"}},
			file.PurposeServiceRequest: {png, []string{"serge", "uma", "fay"}},
			file.PurposeBulkIssue:      {csv, []string{"sam"}},
			file.PurposeProduct:        {zip, []string{"uma"}},
			"OTHER":                    {csv, nil},
		} {
			for name, caller := range callers {
				_, err := w.Files.Expect(ctx, caller, announced(purpose, c.content))
				switch {
				case purpose == "OTHER":
					assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s %s: %v", name, purpose, err)
				case contains(c.may, name):
					assert.NoError(t, err, "%s %s", name, purpose)
				default:
					assert.True(t, fault.Has(err, fault.CodeForbidden), "%s %s: %v", name, purpose, err)
				}
			}
		}
		assert.Equal(t, 8, w.Store.Client.File.Query().CountX(ctx))
		assert.Equal(t, 7, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("file.send")).CountX(ctx), "what people send is on record")
	})
}

func contains(list []string, one string) bool {
	return strings.Contains(" "+strings.Join(list, " ")+" ", " "+one+" ")
}

// A file is what its content is, whatever its name says, and has the size that its purpose allows.
func TestTypesAndSizes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		who := map[file.Purpose]*access.Caller{
			file.PurposeClaimEvidence: w.Person("cleo"), file.PurposeServiceRequest: w.Person("serge"),
			file.PurposeBulkIssue: w.Person("sam"), file.PurposeProduct: w.Person("uma"),
		}
		papers := []string{pdf, png, jpg}
		for purpose, taken := range map[file.Purpose][]string{
			file.PurposeClaimEvidence: papers, file.PurposeServiceRequest: papers, file.PurposeBulkIssue: {csv, "\xef\xbb\xbfa", "\xd6\xd0"}, file.PurposeProduct: {zip, pdf, csv, "\xef\xbb\xbfa", "\xd6\xd0", "<html>"}, // documents are text or PDF
		} {
			for _, content := range []string{pdf, png, jpg, zip, csv, "\xef\xbb\xbfa", "\xd6\xd0", "a\x00b\x00", "<html>"} {
				u, err := w.Files.Expect(ctx, who[purpose], announced(purpose, content))
				require.NoError(t, err)
				err = w.Files.Receive(ctx, u.Token, strings.NewReader(content), insurancetest.Free)
				row := w.Store.Client.File.GetX(ctx, u.FileID)
				if contains(taken, content) || purpose == file.PurposeBulkIssue && content == "<html>" {
					require.NoError(t, err, "%s %q", purpose, content)
					assert.Equal(t, file.StateStored, row.State)
					assert.NotEmpty(t, row.MediaType)
					require.NoError(t, w.Files.Receive(ctx, u.Token, strings.NewReader("again"), insurancetest.Free), "it is there already")
					continue
				}
				require.True(t, fault.Has(err, fault.CodeInvalidValue), "%s %q: %v", purpose, content, err)
				assert.Equal(t, file.StateExpected, row.State)
			}
		}
		for purpose, largest := range map[file.Purpose]int64{
			file.PurposeClaimEvidence: 20 << 20, file.PurposeServiceRequest: 20 << 20, file.PurposeBulkIssue: 1 << 30, file.PurposeProduct: 16 << 20,
		} {
			in := announced(purpose, csv)
			in.Size = largest
			_, err := w.Files.Expect(ctx, who[purpose], in)
			require.NoError(t, err)
			for _, size := range []int64{largest + 1, 0, -1} {
				in.Size = size
				_, err := w.Files.Expect(ctx, who[purpose], in)
				assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s %d: %v", purpose, size, err)
			}
		}
	})
}

// Bytes that do not come as announced leave nothing.
func TestBytesThatDoNotComeAsAnnounced(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, sam := context.Background(), w.Person("sam")
		in := announced(file.PurposeBulkIssue, csv)
		u, err := w.Files.Expect(ctx, sam, in)
		require.NoError(t, err)
		for name, body := range map[string]io.Reader{
			"fewer": strings.NewReader(csv[1:]), "more": strings.NewReader(csv + "x"), "others": strings.NewReader(strings.ToUpper(csv)),
			"none": strings.NewReader(""), "broken": io.MultiReader(strings.NewReader(csv[:9]), iotest.ErrReader(errors.New("gone"))),
		} {
			assert.True(t, fault.Has(w.Files.Receive(ctx, u.Token, body, insurancetest.Free), fault.CodeInvalidValue), name)
		}
		_, _, err = w.Files.Open(ctx, sam, u.FileID, file.PurposeBulkIssue)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		_, err = w.Storage.Open(ctx, in.SHA256)
		require.ErrorIs(t, err, fs.ErrNotExist)
		require.NoError(t, w.Files.Receive(ctx, u.Token, iotest.OneByteReader(strings.NewReader(csv)), insurancetest.Free))

		late, err := w.Files.Expect(ctx, sam, in)
		require.NoError(t, err)
		w.Clock.Advance(time.Hour)
		for _, token := range []string{late.Token, late.Token[1:], ""} {
			assert.True(t, fault.Has(w.Files.Receive(ctx, token, strings.NewReader(csv), insurancetest.Free), fault.CodeNotFound), token)
		}
	})
}

// A file is read by who sent it, for what they sent it.
func TestFilesAreTheirSenders(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		mall, sam := w.Caller(insurancetest.Mall), w.Person("sam")
		kept, err := w.Files.Keep(ctx, sam, file.PurposeBulkIssue, "rows.csv", strings.NewReader(csv))
		require.NoError(t, err)
		u, err := w.Files.Expect(ctx, mall, announced(file.PurposeClaimEvidence, pdf))
		require.NoError(t, err)
		require.NoError(t, w.Files.Receive(ctx, u.Token, strings.NewReader(pdf), insurancetest.Free))
		row, content, err := w.Files.Open(ctx, sam, kept.ID, file.PurposeBulkIssue)
		require.NoError(t, err)
		text, err := io.ReadAll(content)
		require.NoError(t, err)
		assert.Equal(t, csv, string(text))
		assert.Equal(t, "rows.csv", row.Name)
		_, _, err = w.Files.Open(ctx, mall, u.FileID, file.PurposeClaimEvidence)
		require.NoError(t, err)
		_, _, err = w.Files.Open(ctx, nil, u.FileID, file.PurposeClaimEvidence)
		require.NoError(t, err)
		for name, try := range map[string]struct {
			who     *access.Caller
			id      int64
			purpose file.Purpose
		}{
			"another person":        {w.Person("sue"), kept.ID, file.PurposeBulkIssue},
			"a channel":             {mall, kept.ID, file.PurposeBulkIssue},
			"another purpose":       {sam, kept.ID, file.PurposeProduct},
			"another channel":       {w.Caller(insurancetest.Pay), u.FileID, file.PurposeClaimEvidence},
			"a person, a channel's": {w.Person("cleo"), u.FileID, file.PurposeClaimEvidence},
			"acting for it":         {w.Person("cleo").ActingFor(mall.Channel), u.FileID, file.PurposeClaimEvidence},
			"none":                  {sam, 1, file.PurposeBulkIssue},
		} {
			_, _, err := w.Files.Open(ctx, try.who, try.id, try.purpose)
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%s: %v", name, err)
		}
	})
}

// What is too large is refused however it comes.
func TestKeepRefusesTooMuch(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		large := io.MultiReader(strings.NewReader(zip), bytes.NewReader(make([]byte, 16<<20)))
		_, err := w.Files.Keep(context.Background(), w.Person("uma"), file.PurposeProduct, "p.zip", large)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		_, err = w.Files.Keep(context.Background(), w.Person("uma"), file.PurposeProduct, "p\n", strings.NewReader(zip))
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.Zero(t, w.Store.Client.File.Query().CountX(context.Background()))
	})
}

// A link is one person's, for a quarter of an hour.
func TestLinks(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, sam := context.Background(), w.Person("sam")
		digest, err := w.Files.Store(ctx, func(to io.Writer) error { _, err := io.WriteString(to, csv); return err })
		require.NoError(t, err)
		token := w.Files.Link(sam, digest, "结果.csv", "text/csv")
		follow := func(who *access.Caller, token string) error {
			given, content, err := w.Files.Follow(ctx, who, token)
			if err != nil {
				return err
			}
			text, err := io.ReadAll(content)
			require.NoError(t, err)
			assert.Equal(t, csv, string(text))
			assert.Equal(t, "结果.csv", given.Name)
			return nil
		}
		require.NoError(t, follow(sam, token))
		upload, err := w.Files.Expect(ctx, sam, announced(file.PurposeBulkIssue, csv))
		require.NoError(t, err)
		for name, err := range map[string]error{
			"another person": follow(w.Person("sue"), token), "a channel": follow(w.Caller(insurancetest.Mall), token),
			"the command line": follow(access.CommandLine("root"), w.Files.Link(access.CommandLine("root"), digest, "a", "b")),
			"changed":          follow(sam, token[:len(token)-2]+"AA"), "of an upload": follow(sam, upload.Token),
		} {
			assert.True(t, fault.Has(err, fault.CodeNotFound), "%s: %v", name, err)
		}
		w.Clock.Advance(15 * time.Minute)
		assert.True(t, fault.Has(follow(sam, token), fault.CodeNotFound), "too old")
	})
}

// What fails halfway is not stored.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		wrong := errors.New("wrong")
		_, err := w.Files.Store(context.Background(), func(to io.Writer) error {
			_, err := io.WriteString(to, "half")
			require.NoError(t, err)
			return wrong
		})
		require.ErrorIs(t, err, wrong)
		sum := sha256.Sum256([]byte("half"))
		_, err = w.Storage.Open(context.Background(), hex.EncodeToString(sum[:]))
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
}

func TestCells(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"} {
		assert.Equal(t, "'"+text, files.Cell(text))
		assert.Equal(t, text, files.Plain(files.Cell(text)))
	}
	for _, text := range []string{"", "a=1", "张三", "'x", " =1", "1-1", "'"} {
		assert.Equal(t, text, files.Cell(text))
		assert.Equal(t, text, files.Plain(text))
	}
}
