package demo

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// A PDF of one page, in Chinese: by a font that readers bring with them (STSong-Light, Adobe-GB1), so nothing is embedded.

// pdf writes the paper.
func (p paper) pdf() []byte {
	var page strings.Builder
	say := func(x, y, size int, text string) {
		fmt.Fprintf(&page, "BT /F1 %d Tf %d %d Td <%s> Tj ET\n", size, x, y, hexOf(text))
	}
	say(60, 770, 22, p.kind.zh)
	say(60, 748, 10, p.kind.en)
	page.WriteString("0.8 w 60 738 m 535 738 l S\n")
	y := 706
	for _, l := range p.lines {
		label := l.zh
		if label == "" {
			label = l.en
		}
		say(60, y, 12, label)
		say(250, y, 12, l.value)
		fmt.Fprintf(&page, "0.3 w 60 %d m 535 %d l S\n", y-8, y-8)
		y -= 30
	}
	if p.kind.issuer != "" {
		say(350, y-30, 12, p.kind.issuer)
	}
	if p.kind.stamp {
		fmt.Fprintf(&page, "q 0.78 0.16 0.16 RG 2.5 w %s Q\n", circle(460, y-60, 46))
		fmt.Fprintf(&page, "0.78 0.16 0.16 rg\n")
		say(442, y-66, 18, "样例")
		page.WriteString("0 g\n")
	}
	say(60, 60, 9, "演示公司的样例材料，不属于任何人 / A sample of a demo company; belongs to nobody")
	return document(page.String())
}

// document puts one page into a file.
func document(page string) []byte {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", len(page), page),
		"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 7 0 R >>",
		"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return out.Bytes()
}

// hexOf is a text in UTF-16, as the encoding of the font takes it.
func hexOf(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String()
}

// circle is the path of one, of four curves.
func circle(x, y, r int) string {
	k := r * 552 / 1000
	return fmt.Sprintf("%d %d m %d %d %d %d %d %d c %d %d %d %d %d %d c %d %d %d %d %d %d c %d %d %d %d %d %d c S",
		x+r, y, x+r, y+k, x+k, y+r, x, y+r, x-k, y+r, x-r, y+k, x-r, y, x-r, y-k, x-k, y-r, x, y-r, x+k, y-r, x+r, y-k, x+r, y)
}
