import pickle

from closedprop.scalars import Invalid, nearest


def test_a_message_is_asked_found_do():
    assert str(Invalid("the weight", "NaN", "remove it")) == "the weight: NaN; remove it"


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(Invalid("a", "b", "c")))
    assert str(error) == "a: b; c"


def test_nearest_names_the_close_one_or_all():
    assert nearest("sigmod", ["tanh", "sigmoid"]) == "did you mean sigmoid?"
    assert nearest("qqq", ["tanh", "sigmoid"]) == "use one of tanh, sigmoid"
