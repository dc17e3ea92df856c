import { createHash } from "node:crypto";
import { MARGIN_MS } from "../gateway/sliding-log.ts";
import { CALLS_MS } from "../gateway/windows.ts";

/** A script that Redis runs as one step. */
export interface Script {
  lua: string;
  sha: string;
}

/** When those who wait for a trial may try themselves: about as long as an answer takes, in milliseconds. */
const TRIAL_MS = 1000;
/** Redis keeps what is over for so long, in milliseconds: nothing is lost between two looks. */
const SLACK_MS = 1000;
/** Everybody who shares has noticed within so many milliseconds that Redis is back. */
export const HEAL_MS = 3000;
/** What nobody asks for during so many milliseconds is forgotten: longer than any window. */
const FORGOTTEN_MS = 2 * 24 * 60 * 60_000;
/** Whoever was not heard of for so many milliseconds is gone, and its part is the others'. */
export const GONE_MS = 5000;

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function whole(number) return string.format('%.0f', number) end
local function keep(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, whole(ms)) end
end
`;

/**
 * A place in all windows of a request at once, by Redis' clock. Each window is a log of what was sent and what has its
 * place in time to come; no stretch of its span holds more than its limit. `first` asks for a place, before nobody who
 * has one; else its time has come, and it goes when what was sent leaves room: only that counts, so that whoever is late
 * does not lose its place.
 *
 * KEYS: ready, called, active, then the log and the state of each window. ARGV: id, milliseconds that it may wait, first or go,
 * whether nobody waits for it (then the second window is left out while nobody else calls), then limit and span of each.
 */
export const PLACE = script(`${NOW}
local ready = tonumber(redis.call('GET', KEYS[1]) or 0)
if now < ready or ready == 0 then return {'unready', math.max(ready - now, 100)} end
local id, remaining, first = ARGV[1], tonumber(ARGV[2]), ARGV[3] == 'first'
local behind = ARGV[4] == '1'
if not behind then redis.call('SET', KEYS[2], '1', 'PX', ${CALLS_MS}) end
local alone = behind and redis.call('EXISTS', KEYS[2]) == 0
local windows = {}
local closed = false
for at = 1, (#KEYS - 3) / 2 do
  if not (alone and at == 2) then
    local w = {log = KEYS[2 + 2 * at], state = KEYS[3 + 2 * at], index = at,
      limit = tonumber(ARGV[3 + 2 * at]), span = tonumber(ARGV[4 + 2 * at])}
    redis.call('ZREMRANGEBYSCORE', w.log, '-inf', whole(now - w.span))
    redis.call('ZREM', w.log, id)
    local state = redis.call('HMGET', w.state, 'open', 'trial', 'at', 'by')
    w.from = tonumber(state[1] or 0)
    w.trial = state[2] == '1'
    w.tries = not state[3] or state[4] == id
    if w.trial and state[3] and state[4] ~= id then w.from = math.max(w.from, state[3] + ${TRIAL_MS}) end
    if w.from > now then closed = true end
    windows[#windows + 1] = w
  end
end

local function timesOf(w)
  if w.times then return w.times end
  w.times = {}
  local found = redis.call('ZRANGE', w.log, 0, -1, 'WITHSCORES')
  for i = 2, #found, 2 do w.times[#w.times + 1] = tonumber(found[i]) end
  return w.times
end

-- The first moment that is free between those before and those after it.
local function fit(w, at)
  if redis.call('ZCARD', w.log) < w.limit then return at end
  local times = timesOf(w)
  local before = 0
  while true do
    while times[before + 1] and times[before + 1] <= at do before = before + 1 end
    local crowd
    for i = math.max(1, before - w.limit + 1), before + 1 do
      local head, tail = times[i], times[i + w.limit - 1]
      if not tail then break end
      if math.max(tail, at) - math.min(head, at) < w.span then crowd = head break end
    end
    if not crowd then return at end
    at = crowd + w.span
  end
end

-- The first moment at which what was sent leaves room.
local function room(w, at)
  local sent = redis.call('ZCOUNT', w.log, '-inf', whole(now))
  if sent < w.limit then return at end
  local oldest = redis.call('ZRANGE', w.log, sent - w.limit, sent - w.limit, 'WITHSCORES')
  return math.max(at, tonumber(oldest[2]) + w.span)
end

local place = now
repeat
  local tried = place
  for _, w in ipairs(windows) do
    place = math.max(place, w.from)
    if first or closed then place = fit(w, place) else place = room(w, place) end
  end
until place == tried
local wait = place - now
if wait > 0 and wait >= remaining then return {'late', wait} end

local counts, trials = {}, {}
for _, w in ipairs(windows) do
  redis.call('ZADD', w.log, whole(place), id)
  keep(w.log, wait + w.span + ${SLACK_MS})
  redis.call('ZADD', KEYS[3], 'GT', whole(place + w.span), w.log)
  if w.trial and (w.tries or wait == 0) then
    redis.call('HSET', w.state, 'at', whole(place), 'by', id)
    trials[#trials + 1] = w.index
  end
  counts[#counts + 1] = w.index
  counts[#counts + 1] = redis.call('ZCARD', w.log)
end
return {'place', wait, counts, trials}
`);

/** Gives a place back. KEYS: the logs. ARGV: id. */
export const LEAVE = script(`
for _, log in ipairs(KEYS) do redis.call('ZREM', log, ARGV[1]) end
`);

/**
 * Lets nothing go for a while: then one request tries, where more was asked for than anybody is believed, or one tried
 * already. KEYS: states. ARGV: milliseconds that were asked for, milliseconds at most.
 */
export const CLOSE = script(`${NOW}
local wait, most = tonumber(ARGV[1]), tonumber(ARGV[2])
for _, state in ipairs(KEYS) do
  local open = now + math.min(wait + ${MARGIN_MS}, most)
  if open > tonumber(redis.call('HGET', state, 'open') or 0) then
    local trial = wait > most or redis.call('HGET', state, 'trial') == '1'
    redis.call('DEL', state)
    redis.call('HSET', state, 'open', whole(open), 'trial', trial and '1' or '0')
    keep(state, open - now + most)
  end
end
`);

/** What came of a request that tried. KEYS: states. ARGV: passed or unanswered. */
export const TRIED = script(`
for _, state in ipairs(KEYS) do
  if ARGV[1] == 'passed' then redis.call('HSET', state, 'trial', '0') end
  redis.call('HDEL', state, 'at', 'by')
end
`);

/** What Klaviyo counted and nobody here sent. KEYS: log. ARGV: limit, span, what is left, milliseconds for how long, id. */
export const UNSEEN = script(`${NOW}
local limit, span, left, rest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local unseen = limit - left - redis.call('ZCOUNT', KEYS[1], whole(now - span + 1), whole(now))
local at = math.min(now + rest - span, now)
for i = 1, unseen do redis.call('ZADD', KEYS[1], whole(at), ARGV[5] .. ':' .. i) end
if unseen > 0 then keep(KEYS[1], span + ${SLACK_MS}) end
return math.max(unseen, 0)
`);

/**
 * What one of those who share sent, as far as it is not known yet. KEYS: active, log. ARGV: span, then of each its
 * id and how many milliseconds ago.
 */
export const CATCH_UP = script(`${NOW}
local span = tonumber(ARGV[1])
for i = 2, #ARGV, 2 do redis.call('ZADD', KEYS[2], 'NX', whole(now - tonumber(ARGV[i + 1])), ARGV[i]) end
keep(KEYS[2], span + ${SLACK_MS})
redis.call('ZADD', KEYS[1], 'GT', whole(now + span), KEYS[2])
`);

/**
 * Says that one of those who share is here, and hears how many there are and which windows are in use. Where Redis comes
 * back without what it knew, or somebody sent something without it, all of them begin again at the same moment.
 *
 * KEYS: ready, members, active. ARGV: id, whether all begin again, how it goes (here or leaving).
 */
export const BEAT = script(`${NOW}
if ARGV[3] == 'leaving' then redis.call('ZREM', KEYS[2], ARGV[1]) return {0, 0, {}} end
local ready = tonumber(redis.call('GET', KEYS[1]) or 0)
if ready == 0 or (ARGV[2] == '1' and ready <= now) then
  ready = now + ${HEAL_MS}
  redis.call('SET', KEYS[1], whole(ready))
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', whole(now - ${GONE_MS}))
redis.call('ZADD', KEYS[2], whole(now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', whole(now))
for i = 1, 3 do keep(KEYS[i], ${FORGOTTEN_MS}) end
return {math.max(ready - now, 0), redis.call('ZCARD', KEYS[2]), redis.call('ZRANGE', KEYS[3], 0, -1)}
`);

/** How many have their place in each window. KEYS: logs. */
export const COUNT = script(`
local counts = {}
for i, log in ipairs(KEYS) do counts[i] = redis.call('ZCARD', log) end
return counts
`);

/**
 * Takes people and items of a budget, or none where that would be too many. KEYS: log. ARGV: milliseconds that it is of,
 * the most people and items, those to take, id.
 */
export const SPEND = script(`${NOW}
local ms = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', whole(now - ms))
local people, items = tonumber(ARGV[4]), tonumber(ARGV[5])
for _, one in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local p, i = string.match(one, '^(%d+) (%d+) ')
  people, items = people + tonumber(p), items + tonumber(i)
end
if people > tonumber(ARGV[2]) or items > tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], whole(now), ARGV[4] .. ' ' .. ARGV[5] .. ' ' .. ARGV[6])
keep(KEYS[1], ms + ${SLACK_MS})
return 1
`);

/** What the process says of itself that has a key. KEYS: one. */
export const PROCESS = script(`return redis.call('INFO', 'server')`);

/** All that change or count anything. */
export const SCRIPTS = [PLACE, LEAVE, CLOSE, TRIED, UNSEEN, CATCH_UP, BEAT, COUNT, SPEND] as const;

/** Asked with the argument `load` a script does nothing, and is known from then on where its key stands. */
function script(body: string): Script {
  const lua = `if ARGV[1] == 'load' then return end${body.startsWith("\n") ? "" : "\n"}${body}`;
  return { lua, sha: createHash("sha1").update(lua).digest("hex") };
}
