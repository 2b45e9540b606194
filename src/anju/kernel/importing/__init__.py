"""Tables in: a file is read, its columns matched, every row checked by the action itself, the good rows let in, and all of it taken
back by one button. Work goes on in short slices, by a job or by the page that watches it, and resumes where it stopped."""
