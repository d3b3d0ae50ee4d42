package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strings"
)

// Pictures are drawn with a small font of 5 by 7 points, which has no Chinese: a scan shows the English words beside the values.

const (
	pictureWidth, pictureHeight = 560, 380
	indent                      = 32
)

// inks of a picture.
var inks = color.Palette{
	color.RGBA{0xfb, 0xfa, 0xf6, 0xff}, color.RGBA{0x20, 0x24, 0x2b, 0xff}, color.RGBA{0x6b, 0x72, 0x80, 0xff}, color.RGBA{0xc8, 0x2a, 0x2a, 0xff},
	color.RGBA{0xd7, 0xd3, 0xc8, 0xff}, color.RGBA{0x11, 0x15, 0x1c, 0xff}, color.RGBA{0x3a, 0x44, 0x55, 0xff}, color.RGBA{0xbf, 0xc9, 0xd9, 0xff},
}

const (
	ground = iota
	ink
	pale
	red
	rule
	glass
	frame
	crack
)

// picture draws the paper.
func (p paper) picture(asJPEG bool) ([]byte, error) {
	m := image.NewPaletted(image.Rect(0, 0, pictureWidth, pictureHeight), inks)
	if p.kind == screenPhoto {
		p.drawScreen(m)
	} else {
		p.drawForm(m)
	}
	var out bytes.Buffer
	if asJPEG {
		err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 62})
		return out.Bytes(), err
	}
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, m)
	return out.Bytes(), err
}

// drawForm draws heading, lines and stamp.
func (p paper) drawForm(m *image.Paletted) {
	write(m, indent, 28, 4, ink, p.kind.en)
	box(m, indent, 68, pictureWidth-2*indent, 2, ink)
	y := 92
	for _, l := range p.lines {
		write(m, indent, y, 2, pale, l.en)
		write(m, indent+190, y, 2, ink, plain(l.value))
		box(m, indent, y+24, pictureWidth-2*indent, 1, rule)
		y += 38
	}
	if p.kind.stamp {
		p.drawStamp(m, pictureWidth-100, pictureHeight-90)
	}
	write(m, indent, pictureHeight-28, 1, pale, "SAMPLE OF A DEMO COMPANY - BELONGS TO NOBODY")
}

// drawStamp draws a round red stamp.
func (p paper) drawStamp(m *image.Paletted, cx, cy int) {
	const outer, inner = 56, 51
	for y := -outer; y <= outer; y++ {
		for x := -outer; x <= outer; x++ {
			if r := x*x + y*y; r <= outer*outer && r >= inner*inner {
				m.SetColorIndex(cx+x, cy+y, red)
			}
		}
	}
	write(m, cx-36, cy-8, 2, red, "SAMPLE")
}

// drawScreen draws a phone with cracks that run from one point; which point follows from what the lines say.
func (p paper) drawScreen(m *image.Paletted) {
	box(m, 0, 0, pictureWidth, pictureHeight, rule)
	box(m, 190, 14, 180, 352, frame)
	box(m, 198, 30, 164, 318, glass)
	sum := 0
	for _, b := range []byte(p.lines[0].value) {
		sum = sum*31%9973 + int(b)
	}
	x, y := 220+sum%120, 70+sum/7%220
	for i := range 11 {
		dx, dy := (sum*(i+3)*37)%240-120, (sum*(i+5)*53)%300-150
		for t := range 160 {
			wave := (t * (i%3 - 1) / 9) % 7
			px, py := x+dx*t/160+wave, y+dy*t/160-wave
			if px > 199 && px < 361 && py > 31 && py < 347 {
				m.SetColorIndex(px, py, crack)
				m.SetColorIndex(px+1, py, crack)
			}
		}
	}
	write(m, 392, 340, 1, ink, plain(p.lines[0].value))
}

// box fills a rectangle.
func box(m *image.Paletted, x, y, width, height int, by uint8) {
	draw.Draw(m, image.Rect(x, y, x+width, y+height), image.NewUniform(inks[by]), image.Point{}, draw.Src)
}

// plain leaves out what the font does not have.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r > '~' }), " ")
}

// write writes a text in capitals, each point as a square.
func write(m *image.Paletted, x, y, size int, by uint8, text string) {
	for _, r := range strings.ToUpper(text) {
		if r >= ' ' && int(r-' ') < len(glyphs) {
			for column, bits := range glyphs[r-' '] {
				for row := range 7 {
					if bits>>row&1 == 1 {
						fill(m, x+column*size, y+row*size, size, by)
					}
				}
			}
		}
		x += 6 * size
	}
}

func fill(m *image.Paletted, x, y, size int, by uint8) {
	for i := range size {
		for j := range size {
			if image.Pt(x+i, y+j).In(m.Rect) {
				m.SetColorIndex(x+i, y+j, by)
			}
		}
	}
}

// glyphs of the signs from blank to Z, each as five columns of seven points, the uppermost in the lowest bit.
var glyphs = [...][5]byte{
	{}, {0, 0, 0x5f}, {0, 7, 0, 7}, {0x14, 0x7f, 0x14, 0x7f, 0x14}, {0x24, 0x2a, 0x7f, 0x2a, 0x12}, {0x23, 0x13, 8, 0x64, 0x62}, {0x36, 0x49, 0x56, 0x20, 0x50},
	{0, 8, 7, 3}, {0, 0x1c, 0x22, 0x41}, {0, 0x41, 0x22, 0x1c}, {0x2a, 0x1c, 0x7f, 0x1c, 0x2a}, {8, 8, 0x3e, 8, 8}, {0, 0x50, 0x30}, {8, 8, 8, 8, 8},
	{0, 0, 0x60, 0x60}, {0x20, 0x10, 8, 4, 2}, {0x3e, 0x51, 0x49, 0x45, 0x3e}, {0, 0x42, 0x7f, 0x40}, {0x72, 0x49, 0x49, 0x49, 0x46}, {0x21, 0x41, 0x49, 0x4d, 0x33},
	{0x18, 0x14, 0x12, 0x7f, 0x10}, {0x27, 0x45, 0x45, 0x45, 0x39}, {0x3c, 0x4a, 0x49, 0x49, 0x31}, {0x41, 0x21, 0x11, 9, 7}, {0x36, 0x49, 0x49, 0x49, 0x36},
	{0x46, 0x49, 0x49, 0x29, 0x1e}, {0, 0, 0x14}, {0, 0x40, 0x34}, {0, 8, 0x14, 0x22, 0x41}, {0x14, 0x14, 0x14, 0x14, 0x14}, {0, 0x41, 0x22, 0x14, 8},
	{2, 1, 0x59, 9, 6}, {0x3e, 0x41, 0x5d, 0x59, 0x4e}, {0x7c, 0x12, 0x11, 0x12, 0x7c}, {0x7f, 0x49, 0x49, 0x49, 0x36}, {0x3e, 0x41, 0x41, 0x41, 0x22},
	{0x7f, 0x41, 0x41, 0x41, 0x3e}, {0x7f, 0x49, 0x49, 0x49, 0x41}, {0x7f, 9, 9, 9, 1}, {0x3e, 0x41, 0x41, 0x51, 0x73}, {0x7f, 8, 8, 8, 0x7f}, {0, 0x41, 0x7f, 0x41},
	{0x20, 0x40, 0x41, 0x3f, 1}, {0x7f, 8, 0x14, 0x22, 0x41}, {0x7f, 0x40, 0x40, 0x40, 0x40}, {0x7f, 2, 0x1c, 2, 0x7f}, {0x7f, 4, 8, 0x10, 0x7f},
	{0x3e, 0x41, 0x41, 0x41, 0x3e}, {0x7f, 9, 9, 9, 6}, {0x3e, 0x41, 0x51, 0x21, 0x5e}, {0x7f, 9, 0x19, 0x29, 0x46}, {0x26, 0x49, 0x49, 0x49, 0x32},
	{3, 1, 0x7f, 1, 3}, {0x3f, 0x40, 0x40, 0x40, 0x3f}, {0x1f, 0x20, 0x40, 0x20, 0x1f}, {0x3f, 0x40, 0x38, 0x40, 0x3f}, {0x63, 0x14, 8, 0x14, 0x63},
	{3, 4, 0x78, 4, 3}, {0x61, 0x59, 0x49, 0x4d, 0x43},
}
