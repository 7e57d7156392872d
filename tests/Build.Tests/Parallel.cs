// Fixtures share neither state nor files: each project copy has a cache, a cluster name and ports of its own, and the host knows nothing but what it is handed.
[assembly: Parallelizable(ParallelScope.Fixtures)]
