// The tests start build.sh, send signals and read /proc.
[assembly: Platform("Linux")]
