package layers_test

import (
	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/rsvp"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["RSVP"] = class{proto: rsvp.MessageProto, fields: map[string]column{
		"Version": as("Version"), "Flags": as("Flags"), "Class": as("Type"), "chksum": as("Checksum"), "TTL": as("TTL"),
		"dataofs": as("Reserved"), "Length": as("Length"),
	}}
	classes["ISIS_CommonHdr"] = class{proto: ISISProto, fields: map[string]column{
		"nlpid": as("NLPID"), "hdrlen": as("HeaderLength"), "version": as("Version"), "idlen": as("IDLength"), "pdutype": as("Type"),
		"pduversion": as("PDUVersion"), "hdrreserved": as("Reserved2"), "maxareaaddr": as("MaxAreas"),
	}}
	classes["ISIS_L1_LAN_Hello"] = merged(func(f values) map[string]any {
		var tlvs wire.ISISTLVs
		for _, l := range packets(f["tlvs"]) {
			var areas []byte
			for _, a := range packets(l.Fields["areas"]) {
				id := dotted(a.Fields["areaid"])
				areas = append(append(areas, byte(len(id))), id...)
			}
			tlvs = tlvs.Add(uint8(num(l.Fields["type"])), areas...)
		}
		return map[string]any{"Circuit": wire.ISISCircuit(num(f["circuittype"].(map[string]any)["v"])), "Source": dotted(f["sourceid"]),
			"HoldingTime": uint16(num(f["holdingtime"])), "PDULength": uint16(num(f["pdulength"])), "Priority": uint8(num(f["priority"])),
			"LANID": dotted(f["lanid"]), "TLVs": tlvs}
	})
}

// dotted returns the bytes of hexadecimal digits between which there are dots.
func dotted(v any) wire.ISISID {
	var out []byte
	half, n := byte(0), 0
	for _, c := range []byte(v.(string)) {
		if c == '.' {
			continue
		}
		x := c - '0'
		if c >= 'a' {
			x = c - 'a' + 10
		}
		if half = half<<4 | x; n%2 == 1 {
			out = append(out, half)
		}
		n++
	}
	return out
}
