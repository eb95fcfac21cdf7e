import django; django.setup()
import time, cProfile, pstats, sys
from django.utils import timezone
from django.db import connection
from django.test.utils import CaptureQueriesContext
from bench import rapport_gegevens as g
from rapportage import tellen, cijfers
from tests.rapportage.getallen import getallen, telt_hetzelfde
from organisaties import isolatie
from projecten.models import Subsidieproject
t=time.time(); n=g.veel(300,33); print(len(n),'projecten', time.time()-t)
dag=timezone.localdate()
with g.over_alle_besturen():
    ps=g.projecten(n)
    for i in range(6):
        t=time.time(); uit=tellen.tel(ps,dag); print('tel', time.time()-t)
    with CaptureQueriesContext(connection) as q:
        tellen.tel(ps,dag)
    for x in q.captured_queries: print(x['time'], x['sql'][:100])
    pr=cProfile.Profile(); pr.enable(); tellen.tel(ps,dag); pr.disable()
    pstats.Stats(pr).sort_stats('cumtime').print_stats(28)
    for k in list(getallen(uit[0])): print(k, getallen(uit[0])[k], getallen(uit[6])[k])
    t=time.time(); cs=cijfers.bereken(ps,dag); print('bereken', time.time()-t)
    telt_hetzelfde(cs,dag); print("gelijk")
t=time.time(); b=g.antwerpen(); print('antwerpen', time.time()-t)
with isolatie.namens(bestuur=b, alleen_lezen=True):
    ps=list(Subsidieproject.objects.order_by('code'))
    for i in range(6):
        t=time.time(); uit=tellen.tel(ps,dag); print('tel', time.time()-t)
    with CaptureQueriesContext(connection) as q:
        tellen.tel(ps,dag)
    for x in q.captured_queries: print(x['time'], x['sql'][:100])
    cs=cijfers.bereken(ps,dag); t=time.time(); cs=cijfers.bereken(ps,dag); print('bereken', time.time()-t)
    telt_hetzelfde(cs,dag); print("gelijk")
    for k in list(getallen(uit[0])): print(k, getallen(uit[0])[k], getallen(uit[1])[k])
