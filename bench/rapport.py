import django; django.setup()
import time, cProfile, pstats, sys
from django.utils import timezone
from django.db import connection
from django.test.utils import CaptureQueriesContext
from bench import rapport_gegevens as g
from rapportage import tellen, cijfers
from organisaties import isolatie
from projecten.models import Subsidieproject
import re
dag=timezone.localdate()
def plannen(ps, detail):
    with CaptureQueriesContext(connection) as q:
        tellen.tel(ps,dag)
    for x in q.captured_queries:
        sql=x['sql']
        with connection.cursor() as c:
            c.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING ON, BUFFERS OFF) "+sql)
            uit=[r[0] for r in c.fetchall()]
            p=[u for u in uit if u.startswith(('Planning Time','Execution'))]
            print(p, sql[:140].replace('\n',' '))
            if detail and float(p[1].split()[2])>20: print(re.sub(r"\{[\d,]{50,}\}","{…}","\n".join(uit))[:14000])
n=g.veel(300,33)
with g.over_alle_besturen():
    ps=g.projecten(n)
    for i in range(8):
        t=time.time(); uit=tellen.tel(ps,dag); print('tel', time.time()-t)
    plannen(ps, True)
    pr=cProfile.Profile(); pr.enable(); tellen.tel(ps,dag); pr.disable()
    pstats.Stats(pr).sort_stats('tottime').print_stats(16)
b=g.antwerpen(); 
with isolatie.namens(bestuur=b, alleen_lezen=True):
    ps=list(Subsidieproject.objects.order_by('code'))
    for i in range(6):
        t=time.time(); uit=tellen.tel(ps,dag); print('tel', time.time()-t)
    plannen(ps, False)
