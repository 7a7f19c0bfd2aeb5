package filter

// search turns long chains of comparisons into balanced searches.
func (f *flow) search() {}
