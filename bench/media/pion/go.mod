module pionload

go 1.19
