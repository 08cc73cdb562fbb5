using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

public sealed class CallOrderTests
{
    [Fact]
    public void A_models_call_orders_show_their_calls()
    {
        MlemModel model = MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"));

        Assert.Equal("[predict, model.predict]", model.CallOrders.Single(order => order.Key == "predict").ToString());
    }
}
