/* When services are open, on the clock on the wall in the Netherlands, wherever the reader is. The
   same as meitinker/domain/opening_hours.py: a test holds the answers of both against each other. */
"use strict";
(function (site) {
  const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
  const WEEKLY = 1;
  const MONTHLY = 2;
  const A_DAY = 86400000;
  const EVENING = "17:00";
  const MORNING = "08:00";

  const wall = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Amsterdam", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });

  /* Return the day (yyyy-mm-dd) and the time (hh:mm) of a moment. */
  function moment(instant) {
    const parts = {};
    for (const { type, value } of wall.formatToParts(instant)) parts[type] = value;
    return {
      day: parts.year + "-" + parts.month + "-" + parts.day,
      time: parts.hour + ":" + parts.minute,
    };
  }

  /* Days since 1970, which was a Thursday. */
  function number(day) {
    const [year, month, date] = day.split("-").map(Number);
    return Math.round(Date.UTC(year, month - 1, date) / A_DAY);
  }

  function weekday(day) {
    return DAYS[(number(day) + 3) % 7];
  }

  function week(day) {
    return Math.floor((number(day) + 3) / 7);
  }

  function month(day) {
    return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  }

  function split(text) {
    return text.split(",").map((part) => part.trim()).filter(Boolean);
  }

  function inTurn(one, now, first) {
    const every = Math.max(one.interval, 1);
    return (((now - first) % every) + every) % every === 0;
  }

  function inMonth(one, day) {
    const date = Number(day.slice(8));
    if (split(one.bymonthday).includes(String(date))) return true;
    const name = weekday(day);
    const last = new Date((number(day) + 7) * A_DAY).getUTCMonth() + 1 !== Number(day.slice(5, 7));
    const told = [name, Math.floor((date - 1) / 7) + 1 + name];
    if (last) told.push("-1" + name);
    return split(one.byday).some((part) => told.includes(part));
  }

  function holds(one, day) {
    if (one.from && day < one.from) return false;
    if (one.to && one.to < day) return false;
    const first = one.start || day;
    if (one.freq === WEEKLY) {
      return split(one.byday).includes(weekday(day)) && inTurn(one, week(day), week(first));
    }
    if (one.freq === MONTHLY) return inMonth(one, day) && inTurn(one, month(day), month(first));
    const days = split(one.byday);
    return !days.length || days.includes(weekday(day));
  }

  /* Tell whether hours open in an evening and close the next morning. */
  function byNight(one) {
    return EVENING <= one.opens && one.opens < "24:00" && one.closes <= MORNING;
  }

  /* Return the hours that begin on a day. */
  function beginOn(known, day) {
    const today = known.filter((one) => holds(one, day));
    const only = today.filter((one) => !one.freq || one.closed);
    return (only.length ? only : today).filter((one) => !one.closed && one.opens && one.closes);
  }

  function latest(these) {
    return these.reduce((until, one) => (one.closes > until ? one.closes : until), "");
  }

  /* Return until when it is open, "" where it is closed, and null where nobody knows. */
  function openUntil(schedules, { day, time }) {
    const known = schedules.filter((one) => one.closed || (one.opens && one.closes));
    if (!known.length) return null;
    const begun = beginOn(known, day).filter((one) => one.opens <= time);
    const before = new Date((number(day) - 1) * A_DAY).toISOString().slice(0, 10);
    const rest = known.some(byNight) ? beginOn(known, before).filter(byNight) : [];
    return latest(begun.filter(byNight))
      || latest([...begun, ...rest].filter((one) => time < one.closes));
  }

  const NAMES = ["freq", "interval", "byday", "bymonthday", "opens", "closes", "closed", "from",
    "to", "start"];

  /* Read what search_facets.py wrote of one service. */
  function read(rows) {
    return rows.map((row) => Object.fromEntries(NAMES.map((name, at) => [name, row[at]])));
  }

  site.hours = { moment, openUntil, read };
})(self.meitinkerSite = self.meitinkerSite || {});
