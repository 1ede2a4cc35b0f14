-- Sends one batch of events again and again, each time of a walk of its own.
-- Arguments: the file of the body, in which WALK stands for the walk's number, and eight hexadecimal digits that no other
-- run has.

local before, after, run, count = "", "", "00000000", 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local body = file:read("*a")
  file:close()
  local from, to = body:find("WALK", 1, true)
  before, after = body:sub(1, from - 1), body:sub(to + 1)
  run = arguments[2]
end

function request()
  count = count + 1
  local headers = { ["content-type"] = "text/plain;charset=UTF-8" }
  return wrk.format("POST", "/api/v1/events", headers, before .. string.format("%s%016x", run, count) .. after)
end

-- What is printed when it is done.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "report.lua")
