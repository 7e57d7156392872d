using System.Runtime.Versioning;

// The suite reads /proc, mounts and changes users.
[assembly: SupportedOSPlatform("linux")]
[assembly: Platform("Linux")]
