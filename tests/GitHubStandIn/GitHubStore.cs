using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Gauntlet.GitHubStandIn;

/// <summary>What the server knows, and the routes on it.</summary>
internal sealed partial class GitHubStore
{
    private const int MaxBody = 65_536;
    private readonly List<StoredComment> _comments = [];
    private readonly List<StoredPullRequest> _pulls = [];
    private readonly Lock _gate = new();
    private long _nextId = 1_000;

    public string? TokenOwner { get; set; }

    private string Author => TokenOwner ?? GitHubServer.ActionsBot;

    public bool ReadOnly { get; set; }

    public bool ViewerIsForbidden { get; set; }

    public int MaxPerPage { get; set; } = 100;

    public IReadOnlyList<StoredComment> Comments
    {
        get
        {
            lock (_gate)
            {
                return [.. _comments];
            }
        }
    }

    public void Add(StoredPullRequest pull)
    {
        lock (_gate)
        {
            _pulls.RemoveAll(other => other.Number == pull.Number);
            _pulls.Add(pull);
        }
    }

    public StoredComment AddComment(int issue, string author, string body)
    {
        lock (_gate)
        {
            var comment = new StoredComment(_nextId++, issue, author, body);
            _comments.Add(comment);
            return comment;
        }
    }

    public Answer Answer(SeenRequest request, Uri api)
    {
        lock (_gate)
        {
            if (request.Authorization is not ("Token " + GitHubServer.Token or "Bearer " + GitHubServer.Token))
            {
                return GitHubStandIn.Answer.Error(401, "Bad credentials");
            }

            if (request is { Method: "GET", Path: "user" })
            {
                return Author.EndsWith("[bot]", StringComparison.Ordinal) ? Refusal() : GitHubStandIn.Answer.Json(200, User(Author));
            }

            if (request is { Method: "POST", Path: SeenRequest.GraphQl })
            {
                return Query(request);
            }

            var route = Route().Match(request.Path);
            if (!route.Success || !string.Equals(route.Groups["repo"].Value, GitHubServer.Repository, StringComparison.OrdinalIgnoreCase))
            {
                return NotFound();
            }

            if (request.Writes && ReadOnly)
            {
                return Refusal();
            }

            return (request.Method, route.Groups["kind"].Value, route.Groups["number"].Value) switch
            {
                ("GET", "pulls", "") => ListPulls(request, api),
                ("GET", "pulls", var number) => _pulls.Find(pull => Text(pull.Number) == number) is { } pull
                    ? GitHubStandIn.Answer.Json(200, Pull(pull))
                    : NotFound(),
                ("GET", "issues", var number) => Has(number) ? ListComments(number, request, api) : NotFound(),
                ("POST", "issues", var number) when _pulls.Exists(pull => pull.IsLocked && Text(pull.Number) == number) =>
                    GitHubStandIn.Answer.Error(403, "Unable to create comment because issue is locked."),
                ("POST", "issues", var number) => Has(number)
                    ? Write(request, body => AddComment(int.Parse(number, CultureInfo.InvariantCulture), Author, body), 201)
                    : NotFound(),
                ("PATCH", "comment", var id) => Find(id) is { } comment ? Write(request, body => Replace(comment, body), 200) : NotFound(),
                ("DELETE", "comment", var id) => Find(id) is { } comment && _comments.Remove(comment) ? new Answer(204, string.Empty) : NotFound(),
                _ => NotFound(),
            };
        }
    }

    /// <summary>The one query it knows. GraphQL answers a query that it does not with 200 and errors.</summary>
    private Answer Query(SeenRequest request)
    {
        var query = string.Concat((JsonNode.Parse(request.Body)?["query"]?.GetValue<string>() ?? "").Where(c => !char.IsWhiteSpace(c)));
        JsonObject answer = query != "query{viewer{login}}" ? new() { ["errors"] = new JsonArray(new JsonObject { ["message"] = "Parse error" }) }
            : ViewerIsForbidden
                ? new() { ["errors"] = new JsonArray(new JsonObject { ["type"] = "FORBIDDEN", ["message"] = "Resource not accessible by integration" }) }
            : new() { ["data"] = new JsonObject { ["viewer"] = new JsonObject { ["login"] = Author } } };
        return GitHubStandIn.Answer.Json(200, answer);
    }

    private Answer ListComments(string number, SeenRequest request, Uri api) =>
        Page(_comments.Where(comment => Text(comment.Issue) == number).Select(Comment), request, api);

    private Answer ListPulls(SeenRequest request, Uri api)
    {
        var head = Value(QueryHelpers.ParseQuery(request.Query), "head");
        var open = _pulls.Where(pull => !pull.IsClosed && (head.Length == 0 || head == $"{pull.HeadRepository.Split('/')[0]}:{pull.Branch}"));
        return Page(open.Select(Pull), request, api);
    }

    private Answer Page(IEnumerable<JsonNode> items, SeenRequest request, Uri api)
    {
        var query = QueryHelpers.ParseQuery(request.Query);
        var size = Math.Clamp(Number(Value(query, "per_page"), 30), 1, MaxPerPage);
        var page = Math.Max(1, Number(Value(query, "page"), 1));
        var all = items.ToList();
        var body = new JsonArray([.. all.Skip((page - 1) * size).Take(size)]);
        var last = Math.Max(1, (all.Count + size - 1) / size);
        if (page >= last)
        {
            return GitHubStandIn.Answer.Json(200, body);
        }

        string Link(int to, string relation)
        {
            var parameters = query.Where(pair => pair.Key != "page").ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
            parameters["page"] = Text(to);
            return $"<{QueryHelpers.AddQueryString(new Uri(api, request.Path).ToString(), parameters)}>; rel=\"{relation}\"";
        }

        return GitHubStandIn.Answer.Json(200, body, ("Link", $"{Link(page + 1, "next")}, {Link(last, "last")}"));
    }

    private static Answer Write(SeenRequest request, Func<string, StoredComment> store, int status)
    {
        var body = JsonNode.Parse(request.Body)?["body"]?.GetValue<string>();
        if (string.IsNullOrEmpty(body))
        {
            return Invalid("Body cannot be blank");
        }

        return body.Length > MaxBody ? Invalid("Body is too long (maximum is 65536 characters)") : GitHubStandIn.Answer.Json(status, Comment(store(body)));
    }

    private StoredComment Replace(StoredComment old, string body)
    {
        var changed = old with { Body = body };
        _comments[_comments.IndexOf(old)] = changed;
        return changed;
    }

    private bool Has(string number) => _pulls.Exists(pull => Text(pull.Number) == number);

    private StoredComment? Find(string id) => _comments.Find(comment => Text(comment.Id) == id);

    private static JsonObject User(string login) =>
        new() { ["login"] = login, ["id"] = 1, ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User" };

    private static JsonObject Comment(StoredComment comment) => new()
    {
        ["id"] = comment.Id,
        ["html_url"] = $"https://github.com/{GitHubServer.Repository}/pull/{comment.Issue}#issuecomment-{comment.Id}",
        ["body"] = comment.Body,
        ["user"] = User(comment.Author),
        ["created_at"] = "2026-11-01T00:00:00Z",
        ["author_association"] = "CONTRIBUTOR",
    };

    private static JsonObject Pull(StoredPullRequest pull) => new()
    {
        ["number"] = pull.Number,
        ["state"] = pull.IsClosed ? "closed" : "open",
        ["title"] = pull.Title,
        ["head"] = new JsonObject
        {
            ["sha"] = pull.HeadSha,
            ["ref"] = pull.Branch,
            ["repo"] = new JsonObject { ["name"] = pull.HeadRepository.Split('/')[1], ["full_name"] = pull.HeadRepository },
        },
        ["base"] = new JsonObject { ["ref"] = pull.Base, ["sha"] = new string('0', 40) },
    };

    private static Answer NotFound() => GitHubStandIn.Answer.Error(404, "Not Found");

    private static Answer Refusal() => GitHubStandIn.Answer.Error(403, "Resource not accessible by integration");

    private static Answer Invalid(string message) => GitHubStandIn.Answer.Error(
        422,
        "Validation Failed",
        [new JsonObject { ["resource"] = "IssueComment", ["code"] = "unprocessable", ["field"] = "data", ["message"] = message }]);

    private static string Value(Dictionary<string, StringValues> query, string name) =>
        query.TryGetValue(name, out var value) ? value.ToString() : string.Empty;

    private static int Number(string text, int fallback) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\Arepos/(?<repo>[^/]+/[^/]+)/"
        + @"(?:(?<kind>pulls)(?:/(?<number>\d+))?|(?<kind>issues)/(?<number>\d+)/comments|issues/(?<kind>comment)s/(?<number>\d+))\z")]
    private static partial Regex Route();
}
