-- Asks in turn for what a file names: a path a line, an entity tag behind a tab if the request is conditional.
local requests, turn = {}, 0

function init(args)
    for line in io.lines(args[1]) do
        local path, tag = line:match("([^\t]*)\t?(.*)")
        wrk.headers["If-None-Match"] = tag ~= "" and tag or nil
        requests[#requests + 1] = wrk.format("GET", path)
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end

function done(summary)
    local e = summary.errors
    local failed = e.connect + e.read + e.write + e.status + e.timeout
    io.write(string.format("\nTOTAL %d %d %d %d\n", summary.requests, summary.duration, summary.bytes, failed))
end
