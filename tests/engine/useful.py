"""Statements that analysts write, each with its answer over the replies of `site`."""

# ruff: noqa: E501 - a statement stands whole on its line
from __future__ import annotations

USEFUL: dict[str, list[tuple[object, ...]]] = {
    "select count(*) from responses": [(300,)],
    "from replies select role where row = 2": [("Director",)],
    "SELECT Role FROM Responses WHERE ROW = 1": [("VP",)],
    "select role, count(*) as n from responses group by role order by role nulls last": [
        ("Director", 100), ("VP", 100), (None, 100),
    ],
    "select role, avg(years), median(years) from responses group by all order by all nulls last limit 1": [
        ("Director", 149.5, 149.5),
    ],
    "select round(100.0 * count(*) filter (where role = 'VP') / count(*), 1) from responses": [(33.3,)],
    "select quantile_cont(years, [0.25, 0.5]), quantile_disc(years, 0.9) from responses": [([74.75, 149.5], 269)],
    "select percentile_cont(0.5) within group (order by years), mode(role) from responses where role = 'VP'": [
        (148.5, "VP"),
    ],
    "select round(corr(years, row), 6), round(regr_slope(years, row), 6), covar_pop(years, row) > 0 from responses": [
        (1.0, 1.0, True),
    ],
    "select round(stddev(years), 3), round(var_samp(years)), mad(years), skewness(years) from responses": [
        (86.747, 7525.0, 75.0, 0.0),
    ],
    "select unnest(how_codes) as code, count(*) from responses group by 1 order by 2 desc": [
        ("phone", 200), ("lunch", 100),
    ],
    "select code, count(*) from responses, unnest(how_codes) as t(code) group by all order by all": [
        ("lunch", 100), ("phone", 200),
    ],
    "select count(*) from responses where list_contains(how_codes, 'lunch')": [(100,)],
    "select count(*) from responses where 'lunch' in how_codes": [(100,)],
    "select count(*) from responses where array_has_any(how_codes, ['lunch', 'email'])": [(100,)],
    "select len(how_codes), count(*) from responses group by 1 order by 1 nulls first": [
        (None, 100), (1, 100), (2, 100),
    ],
    "select how_codes[1], how_codes[-1], array_to_string(how_codes, '; ') from responses where row = 3": [
        ("lunch", "phone", "lunch; phone"),
    ],
    "select list_transform([1, 2, 3], lambda x: x * 2), [x + 1 for x in [1, 2] if x > 1]": [([2, 4, 6], [3])],
    "select list_filter([1, 2], lambda x: x > 1), list_reduce([1, 2, 3], lambda a, b: a + b), list_sum([1, 2])": [
        ([2], 6, 3),
    ],
    "select list_sort(['b', 'a']), list_distinct([1, 1]), [1, 2, 3][2:3], flatten([[1], [2]])": [
        (["a", "b"], [1], [2, 3], [1, 2]),
    ],
    'select date_trunc(\'day\', "When?")::date as day, count(*) from responses group by 1 order by 1 limit 1': [
        ("2026-03-01", 2),
    ],
    'select strftime("When?", \'%A %H:%M\'), dayname("When?"), year("When?") from responses where row = 2': [
        ("Sunday 12:00", "Sunday", 2026),
    ],
    'select extract(month from "When?"), "When?"::date + 1, "When?" + interval 1 day from responses where row = 1': [
        (3, "2026-03-02", "2026-03-02 00:00:00"),
    ],
    'select datediff(\'day\', min("When?"), max("When?")), last_day(min("When?")) from responses': [(149, "2026-03-31")],
    "select date '2026-03-01' < current_date or true, strptime('01.03.2026', '%d.%m.%Y')": [
        (True, "2026-03-01 00:00:00"),
    ],
    "select time_bucket(interval '7 days', \"When?\"), count(*) from responses group by 1 order by 1 limit 1": [
        ("2026-02-23 00:00:00", 2),
    ],
    "select how from responses where how ilike '%LUNCH%' limit 1": [("Over lunch",)],
    "select regexp_extract(how, '(\\w+)$', 1), regexp_replace(how, 'By', 'With') from responses limit 1": [
        ("phone", "With phone"),
    ],
    "select count(*) from responses where regexp_matches(how, '^By') and how similar to 'By .*' and how like 'By%'": [
        (100,),
    ],
    "select word, count(*) from (select unnest(string_split(lower(how), ' ')) as word from responses) group by 1 "
    "order by 2 desc, 1 limit 1": [("by", 100)],
    "select upper(role), left(role, 1), role || '!', length(role), split_part(how, ' ', 2) from responses limit 1": [
        ("VP", "V", "VP!", 2, "phone"),
    ],
    "select substring('abc' from 2), position('b' in 'abc'), trim('  x '), concat_ws('-', 'a', null, 'b'), lpad('7', 3, '0')": [
        ("bc", 2, "x", "a-b", "007"),
    ],
    "select format('{:.1f}', 2.25), printf('%05d', 7), strip_accents('é'), levenshtein('ab', 'b'), repeat('ab', 2)": [
        ("2.2", "00007", "e", 1, "abab"),
    ],
    "select case when years < 100 then 'few' else 'many' end as band, count(*) from responses group by 1 order by 1": [
        ("few", 100), ("many", 200),
    ],
    "select years // 100 * 100 as band, count(*), bar(count(*), 0, 100, 4) from responses group by 1 order by 1 limit 1": [
        (0, 100, "████"),
    ],
    "select if(1 > 0, 'a', 'b'), coalesce(null, 'c'), nullif(1, 1), greatest(1, 2), try_cast('x' as int)": [
        ("a", "c", None, 2, None),
    ],
    "select row, sum(years) over (order by row rows between 1 preceding and current row) from responses order by row limit 2": [
        (1, 0), (2, 1),
    ],
    "select role, years, rank() over (partition by role order by years desc) as place from responses "
    "qualify place = 1 order by role nulls last": [("Director", 298, 1), ("VP", 297, 1), (None, 299, 1)],
    "select lag(years) over w, lead(years, 1, 0) over w, first_value(role) over w from responses "
    "window w as (order by row) order by row limit 1": [(None, 1, "VP")],
    "select max(q), min(q) from (select ntile(4) over (order by years) as q from responses)": [(4, 1)],
    "select role, count(*) * 100.0 / sum(count(*)) over () as pct from responses where role is not null group by 1 order by 1": [
        ("Director", 50.0), ("VP", 50.0),
    ],
    "with vp as (select * from responses where role = 'VP'), n as (select count(*) c from vp) select c from n": [(100,)],
    "with recursive t(n) as (select 1 union all select n + 1 from t where n < 4) select sum(n) from t": [(10,)],
    "select count(*) from responses a join responses b using (respondent) where b.role = 'VP'": [(100,)],
    "select count(*) from responses a left join responses b on a.row = b.row + 1 where b.row is null": [(1,)],
    "select count(*) from responses r where exists (select 1 from responses s where s.years > r.years)": [(299,)],
    "select role from responses where years = (select max(years) from responses where role is not null)": [("Director",)],
    "select r.row, t.n from responses r, lateral (select r.years * 2 as n) t order by 1 limit 1": [(1, 0)],
    "select role from responses union select how from responses except select 'VP' order by 1 nulls last limit 2": [
        ("By phone",), ("Director",),
    ],
    "select role, grouping(role), count(*) from responses group by rollup (role) having count(*) > 100": [(None, 1, 300)],
    "select count(*) from (select role, how from responses group by grouping sets ((role), (how), ()))": [(7,)],
    "select * from (select role, how from responses) pivot (count(*) for how in ('By phone', 'Over lunch')) order by role limit 1": [
        ("Director", 0, 0),
    ],
    "pivot (select role from responses) on role in ('VP', 'Director') using count(*)": [(100, 100)],
    "select * from (select 1 as a, 2 as b) unpivot (v for n in (a, b)) order by n": [("a", 1), ("b", 2)],
    "select string_agg(distinct role, ', ' order by role), list(distinct role order by role) from responses": [
        ("Director, VP", ["Director", "VP", None]),
    ],
    "select arg_max(role, years), max_by(role, years), any_value(role), count(distinct role) from responses where row < 3": [
        ("Director", "Director", "VP", 2),
    ],
    "select distinct on (role) role, row from responses order by role nulls last, row desc limit 1": [("Director", 299)],
    "select columns('^r.*') from responses where row = 1": [(1, 100, "VP")],
    "select * exclude (email, how, how_codes, \"When?\") replace (upper(role) as role) from responses limit 1": [
        (1, 100, "VP", 0),
    ],
    "select count(*) from (select * from responses using sample 10 rows)": [(10,)],
    "select count(*) from range(3), generate_series(1, 2)": [(6,)],
    "select * from (values (1, 'a'), (2, 'b')) as t(n, letter) where n > 1": [(2, "b")],
    "select column_name from (describe responses) limit 2": [("row",), ("respondent",)],
    "select max from (summarize select years from responses)": [("299",)],
    "select json_object('role', role), '{\"a\": 1}'::json ->> 'a' from responses limit 1": [('{"role":"VP"}', "1")],
    "select count(*) from responses where role in ('VP', 'Director') and years between 5 and 10 and role is distinct from 'VP'": [
        (2,),
    ],
    "select role collate nocase from responses where row = 1 and 'a' collate nocase = 'A'": [("VP",)],
    "table responses order by row limit 0": [],
}  # fmt: skip
