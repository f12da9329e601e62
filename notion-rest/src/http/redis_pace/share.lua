-- The pace of one connection, for all processes that share it. Redis runs a script as a whole, so that two processes never take the
-- same place. Times are in milliseconds of Redis's own clock: the clocks of the processes need not agree.
--
-- KEYS[1]  a list: when the last requests left, the newest first
-- KEYS[2]  a hash: `budget` and when it was `changed`, and until when the gate is `closed`
-- KEYS[3]  a sorted set: when each process asked last
-- ARGV     what to do (`take`, `give_back` or `limited`), the pace (requests, window), the process, and for
--          `give_back` the place, for `limited` whether the connection's budget is spent (1 or 0) and how long to wait
--
-- Returns how long to wait (0: the request may leave), the place that was taken, and how many processes share the pace.

local left, state, workers = KEYS[1], KEYS[2], KEYS[3]
local what, requests, window, worker = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local step = math.ceil(requests / 8)

local known = redis.call('HMGET', state, 'budget', 'changed', 'closed')
local budget = math.min(tonumber(known[1]) or requests, requests)
local changed = tonumber(known[2]) or now
local closed = tonumber(known[3]) or 0

local function keep()
  local life = 4 * window + math.max(closed - now, 0)
  redis.call('HSET', state, 'budget', budget, 'changed', changed, 'closed', closed)
  redis.call('PEXPIRE', state, life)
  redis.call('PEXPIRE', left, life)
  redis.call('PEXPIRE', workers, life)
end

-- How many requests left in Notion's window, which ends after this wait: see `Window::refused`.
local function let_through(wait)
  local began = now - window
  if wait > 0 and wait <= window then began = now + wait - window - 1000 end
  local count = 0
  for _, at in ipairs(redis.call('LRANGE', left, 0, -1)) do
    if tonumber(at) >= began then count = count + 1 end
  end
  return count
end

redis.call('ZADD', workers, now, worker)
redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - 2 * window)
local sharers = redis.call('ZCARD', workers)

if what == 'give_back' then
  redis.call('LREM', left, 1, ARGV[5])
  keep()
  return {0, 0, sharers}
end

if what == 'limited' then
  if ARGV[5] == '1' then
    -- What Notion let through is the budget, and the refused request took nothing from it.
    redis.call('LPOP', left)
    budget = math.min(budget, math.max(let_through(tonumber(ARGV[6])), step))
    changed = now
  end
  closed = math.max(closed, now + tonumber(ARGV[6]))
  keep()
  return {math.max(closed - now, 0), 0, sharers}
end

-- It grows again by an eighth after three windows without a refusal.
while budget < requests and now - changed >= 3 * window do
  budget = math.min(budget + step, requests)
  changed = changed + 3 * window
end

local wait = closed - now
if wait <= 0 then
  -- The request that has to be out of the window before the next one leaves.
  local oldest = redis.call('LINDEX', left, budget - 1)
  -- A little later than that: of two requests the later one may take less time on its way, to a window that began with the first one.
  wait = oldest and tonumber(oldest) + math.ceil(window * 1.01) - now or 0
end
if wait > 0 then
  keep()
  return {wait, 0, sharers}
end
redis.call('LPUSH', left, now)
redis.call('LTRIM', left, 0, requests - 1)
keep()
return {0, now, sharers}
