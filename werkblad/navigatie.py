def navigatie(request, actor):
    return []
