// Package number decides how numbers of policies, claims, endorsements and service requests look and whether a typed one can be right.
//
// A number is a kind letter, a serial of 14 digits and one check digit: P000000000000422. It says nothing of product,
// channel or day, so none of these can ever force a renumbering; numbers of one block sort as text in the order they
// were taken. Which blocks exist and who owns them is left to the caller that stores them (F3).
package number

import (
	"errors"
	"fmt"
)

// Kind says what is numbered. Its letter opens the number and enters the check digit.
type Kind byte

// The kinds there are. A letter is never given another meaning.
const (
	Policy      Kind = 'P'
	Claim       Kind = 'C'
	Endorsement Kind = 'E'
	Request     Kind = 'S' // a service request
)

const (
	// Digits is how many digits a serial is written with.
	Digits = 14
	// Length is that of every number in bytes, all ASCII: letter, serial, check digit.
	Length = 1 + Digits + 1
	// MaxSerial is the highest serial that can be written.
	MaxSerial uint64 = 99_999_999_999_999
)

// What can be wrong with a number or a serial.
var (
	// ErrKind says that the letter is none of the kinds.
	ErrKind = errors.New("number: unknown kind")
	// ErrSerial says that the serial is beyond MaxSerial.
	ErrSerial = errors.New("number: serial has more than 14 digits")
	// ErrForm says that the text is not a letter and 15 ASCII digits.
	ErrForm = errors.New("number: not a letter and 15 digits")
	// ErrCheck says that the check digit does not fit: somebody mistyped.
	ErrCheck = errors.New("number: check digit does not fit")
)

// Format writes the number of a kind and a serial. It fails with ErrKind, or with ErrSerial beyond MaxSerial.
func Format(kind Kind, serial uint64) (string, error) {
	check, known := kind.digit()
	if !known {
		return "", fmt.Errorf("%w: %q", ErrKind, rune(kind))
	}
	if serial > MaxSerial {
		return "", fmt.Errorf("%w: %d", ErrSerial, serial)
	}
	var text [Length]byte
	text[0] = byte(kind)
	for i := Digits; i >= 1; i-- {
		text[i] = '0' + byte(serial%10)
		serial /= 10
	}
	for _, digit := range text[1 : 1+Digits] {
		check = damm[check][digit-'0']
	}
	text[Length-1] = '0' + check
	return string(text[:]), nil
}

// Parse reads a number. It takes exactly what Format writes: no blanks, no lower case, no full-width digits. It fails
// with ErrForm, ErrKind or ErrCheck; the last is what any single mistyped digit, any wrong kind letter and any two
// neighbouring digits in the wrong order give.
func Parse(text string) (Kind, uint64, error) {
	if len(text) != Length {
		return 0, 0, ErrForm
	}
	kind := Kind(text[0])
	check, known := kind.digit()
	if !known {
		return 0, 0, ErrKind
	}
	var serial uint64
	for i := 1; i < Length; i++ {
		digit := text[i] - '0' // anything below '0' wraps round to above 9
		if digit > 9 {
			return 0, 0, ErrForm
		}
		check = damm[check][digit]
		if i <= Digits {
			serial = serial*10 + uint64(digit)
		}
	}
	if check != 0 {
		return 0, 0, ErrCheck
	}
	return kind, serial, nil
}

// digit is the check digit's state after the kind letter. The kinds have different ones, so a wrong letter is caught
// like a wrong digit; none is zero, so leading zeros of the serial matter.
func (k Kind) digit() (byte, bool) {
	switch k {
	case Policy:
		return 1, true
	case Claim:
		return 2, true
	case Endorsement:
		return 3, true
	case Request:
		return 4, true
	}
	return 0, false
}

// damm is H. Michael Damm's quasigroup of order 10. Being a Latin square it catches every single wrong digit; being
// totally anti-symmetric, every swap of neighbours; its zero diagonal makes the check digit the final state itself.
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}
