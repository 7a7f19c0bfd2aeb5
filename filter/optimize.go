package filter

// optimize simplifies the graph.
func (f *flow) optimize() {}
