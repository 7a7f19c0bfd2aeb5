package layers_test

import "github.com/gocap-project/gocap/layers/rsvp"

func init() {
	classes["RSVP"] = class{proto: rsvp.MessageProto, fields: map[string]column{
		"Version": as("Version"), "Flags": as("Flags"), "Class": as("Type"), "chksum": as("Checksum"), "TTL": as("TTL"),
		"dataofs": as("Reserved"), "Length": as("Length"),
	}}
}
